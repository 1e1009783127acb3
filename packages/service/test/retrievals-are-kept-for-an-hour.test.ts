import { expect, test } from 'vitest';
import { Retrievals } from '../src/xray/retrievals.js';

const nothing = { traceIds: [], start: 0, end: 1 };
const gone = expect.objectContaining({ code: 'service/unknown-resource' });

test('a retrieval is there for an hour, cancelled or not', () => {
  const retrievals = new Retrievals();
  const [kept, cancelled] = [retrievals.start(nothing, 1000), retrievals.start(nothing, 1000)];
  retrievals.cancel(cancelled, 1001);
  expect(retrievals.get(kept, 4599).cancelled).toBe(false);
  expect(retrievals.get(cancelled, 4599).cancelled).toBe(true);
  for (const token of [kept, cancelled]) {
    expect(() => retrievals.get(token, 4600)).toThrow(gone);
    expect(() => retrievals.cancel(token, 4600)).toThrow(gone);
  }
});

test('of more than a thousand the oldest go first', () => {
  const retrievals = new Retrievals();
  const tokens = Array.from({ length: 1001 }, (_, n) => retrievals.start(nothing, n / 1000));
  expect(new Set(tokens).size).toBe(1001);
  expect(() => retrievals.get(tokens[0] ?? '', 2)).toThrow(gone);
  expect(retrievals.get(tokens.at(-1) ?? '', 2)).toMatchObject(nothing);
});
