import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketOf, bucketTime } from '../src/sqlite/histogram-bucket.js';

it('to the microsecond up to 100 µs, and to within 1.25 % above', () => {
  for (let us = 0; us <= 100; us++) expect([bucketOf(us), bucketTime(us)]).toEqual([us, us / 1e6]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (us) => {
      const time = bucketTime(bucketOf(us)) * 1e6;
      expect(Math.abs(time - us) / us).toBeLessThan(0.0125001);
    }),
    { seed: 20_261_122, numRuns: 5_000 },
  );
});

it('ascending without gaps, the time of a bucket being in it and at most 2.5 % below the next', () => {
  for (let bucket = 0; bucket < 2_000; bucket++) {
    const [time, next] = [bucketTime(bucket), bucketTime(bucket + 1)];
    expect(bucketOf(Math.round(time * 1e6))).toBe(bucket);
    expect(next).toBeGreaterThan(time);
    if (bucket >= 100) expect(next / time).toBeLessThan(1.0250001);
  }
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(), (us, more) => bucketOf(us) <= bucketOf(us + more)),
    { seed: 20_261_122, numRuns: 2_000 },
  );
});

it('with the times that people write', () => {
  const times = [0.0005, 0.001, 0.0025, 0.01, 0.025, 0.1, 0.12, 0.25, 0.3, 0.5, 0.75, 1, 2, 5, 30, 60, 900];
  expect(times.map((time) => bucketTime(bucketOf(Math.round(time * 1e6))))).toEqual(times);
});
