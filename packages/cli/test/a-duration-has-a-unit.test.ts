import { expect, it } from 'vitest';
import { parseDuration } from '../src/duration.js';

it.each([
  ['45s', 45],
  ['90m', 5400],
  ['12h', 43_200],
  ['30d', 2_592_000],
  ['1.5w', 907_200],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each(['', '30', 'd', '0d', '-1d', '1y', '1 d 2 h', 'Infinityd', `${'9'.repeat(400)}d`])(
  '%j is none',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
