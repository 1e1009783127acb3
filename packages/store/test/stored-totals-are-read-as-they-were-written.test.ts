import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Totals } from '../src/sqlite/totals.js';
import { addWritten, readTotals, writeTotals } from '../src/sqlite/totals-blob.js';

const whole = fc.maxSafeNat();
const counts = fc.dictionary(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 2 ** 40 }));
const histogram = fc.uniqueArray(fc.nat({ max: 4_000 }), { maxLength: 100 });
const totals = fc.record<Totals>({
  members: whole,
  roots: whole,
  outcomes: fc.tuple(whole, whole, whole, whole),
  totalUs: whole,
  start: fc.double({ noNaN: true }),
  end: fc.double({ noNaN: true }),
  loose: fc.boolean(),
  labels: counts.map((entries) => new Map(Object.entries(entries))),
  responseTimes: histogram.map((buckets) => new Map(buckets.map((bucket, n) => [bucket, n + 1]))),
  durations: histogram.map((buckets) => new Map(buckets.map((bucket, n) => [bucket, 2 ** n]))),
});

it('whatever their counts, times and labels', () => {
  fc.assert(
    fc.property(totals, (given) => {
      expect(readTotals(writeTotals(given), given.loose)).toEqual(given);
    }),
    { seed: 20_261_122, numRuns: 2_000 },
  );
});

it('and twice when they are added twice', () => {
  const given: Totals = {
    members: 3,
    roots: 1,
    outcomes: [1, 0, 1, 1],
    totalUs: 300,
    start: 1.5,
    end: 2.5,
    loose: false,
    labels: new Map([['shop', 2]]),
    responseTimes: new Map([[100, 3]]),
    durations: new Map([
      [7, 1],
      [100, 2],
    ]),
  };
  const twice = readTotals(writeTotals(given), false);
  addWritten(twice, writeTotals({ ...given, start: 1, end: 2 }));
  expect(twice).toEqual({
    ...given,
    members: 6,
    roots: 2,
    outcomes: [2, 0, 2, 2],
    totalUs: 600,
    start: 1,
    labels: new Map([['shop', 4]]),
    responseTimes: new Map([[100, 6]]),
    durations: new Map([
      [7, 2],
      [100, 4],
    ]),
  });
});

it('and refused where they end too early', () => {
  const bytes = writeTotals(almostNothing());
  expect(() => readTotals(bytes.subarray(0, bytes.length - 1), false)).toThrow(RangeError);
});

function almostNothing(): Totals {
  return {
    members: 0,
    roots: 0,
    outcomes: [0, 0, 0, 0],
    totalUs: 0,
    start: 1,
    end: 2,
    loose: false,
    labels: new Map(),
    responseTimes: new Map(),
    durations: new Map(),
  };
}
