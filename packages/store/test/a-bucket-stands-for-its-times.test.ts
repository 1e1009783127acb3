import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketOf, bucketTime } from '../src/sqlite/histogram-bucket.js';

it('to the microsecond up to 128 µs, and to within 1 % above', () => {
  for (let us = 0; us < 128; us++) expect([bucketOf(us), bucketTime(us)]).toEqual([us, us / 1e6]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 52 }), (us) => {
      const time = bucketTime(bucketOf(us)) * 1e6;
      expect(Math.abs(time - us) / us).toBeLessThan(0.01);
    }),
    { seed: 20_261_122, numRuns: 5_000 },
  );
});

it('ascending without gaps, the time of a bucket being in it', () => {
  let us = 0;
  for (let bucket = 0; bucket < 45 * 64; bucket++) {
    expect(bucketOf(us)).toBe(bucket);
    const time = Math.round(bucketTime(bucket) * 1e6);
    expect(bucketOf(time)).toBe(bucket);
    us += Math.max(1, 2 * (time - us));
  }
});
