import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DenseCounts } from '../src/sqlite/dense-counts.js';
import { count } from '../src/sqlite/totals.js';

it('whatever is added and taken away, and in order', () => {
  const change = fc.tuple(fc.oneof(fc.nat(20), fc.nat(5_000)), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const [dense, map] = [new DenseCounts(), new Map<number, number>()];
      for (const [bucket, by] of changes) {
        count(dense, bucket, by);
        count(map, bucket, by);
      }
      expect(dense.keys()).toEqual([...map.keys()].sort((a, b) => a - b));
      expect(dense.size).toBe(map.size);
      for (const [bucket] of changes) expect(dense.get(bucket)).toBe(map.get(bucket));
    }),
    { seed: 20_261_128, numRuns: 200 },
  );
});
