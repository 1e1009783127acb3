import { expect, it } from 'vitest';
import { outcome, outcomeFlags } from '../src/outcome.js';

const status = (code: number) => ({ http: { response: { status: code } } });

it.each([
  [{}, 'ok'],
  [{ error: true }, 'error'],
  [{ error: true, throttle: true }, 'throttle'],
  [{ throttle: true }, 'throttle'],
  [{ error: true, throttle: true, fault: true }, 'fault'],
  [status(200), 'ok'],
  [status(302), 'ok'],
  [status(404), 'error'],
  [status(429), 'throttle'],
  [status(500), 'fault'],
  [status(599), 'fault'],
  [status(600), 'ok'],
  [{ error: true, ...status(500) }, 'error'],
  [{ fault: false, ...status(500) }, 'ok'],
] as const)('%j is %s', (members, expected) => {
  expect(outcome({ id: 'a', name: 'a', start_time: 0, ...members })).toBe(expected);
});

it('status 429 is an error and a throttle', () => {
  const flags = outcomeFlags({ id: 'a', name: 'a', start_time: 0, ...status(429) });
  expect(flags).toEqual({ error: true, throttle: true, fault: false });
});
