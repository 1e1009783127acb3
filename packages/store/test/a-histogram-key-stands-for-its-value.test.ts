import { histogramValue } from '@radiograph/trace';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogramKey, valueOfKey } from '../src/sqlite/histogram-key.js';

it('for every value of three digits, in ascending order without gaps', () => {
  const exponents = Array.from({ length: 16 }, (_, n) => n - 6);
  const values = exponents.flatMap((exponent) =>
    Array.from({ length: 900 }, (_, n) => Number(`${n + 100}e${exponent - 2}`)),
  );
  const keys = values.map(histogramKey);
  expect(keys.map(valueOfKey)).toEqual(values);
  const [first = 0] = keys;
  expect(first).toBeGreaterThan(0);
  expect(keys).toEqual(values.map((_, n) => first + n));
  expect([histogramKey(0), valueOfKey(0)]).toEqual([0, 0]);
});

it('for any whole number of microseconds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e15 }), (microseconds) => {
      const seconds = microseconds / 1e6;
      expect(valueOfKey(histogramKey(seconds))).toBe(histogramValue(seconds));
    }),
    { seed: 20_261_122, numRuns: 5_000 },
  );
});
