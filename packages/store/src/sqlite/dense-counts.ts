import type { CountsByBucket } from './totals.js';

/** Buckets there is room for at first: up to some seconds. */
const FIRST_ROOM = 1_024;

/**
 * Counts by bucket in one array. For sums over many minutes, whose buckets are many and are added to again and again; a map would look
 * each up by its hash, and have to be sorted in the end.
 */
export class DenseCounts implements CountsByBucket {
  size = 0;
  #counts = new Float64Array(0);

  get(bucket: number): number | undefined {
    const count = this.#counts[bucket];
    return count === 0 ? undefined : count;
  }

  set(bucket: number, count: number): void {
    if (bucket >= this.#counts.length) this.#grow(bucket);
    this.size += (count === 0 ? 0 : 1) - (this.#counts[bucket] === 0 ? 0 : 1);
    this.#counts[bucket] = count;
  }

  delete(bucket: number): void {
    if (this.get(bucket) !== undefined) this.set(bucket, 0);
  }

  /** The buckets that have a count, ascending. */
  keys(): number[] {
    const buckets: number[] = [];
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      if (this.#counts[bucket] !== 0) buckets.push(bucket);
    }
    return buckets;
  }

  #grow(bucket: number): void {
    const counts = new Float64Array(Math.max(FIRST_ROOM, 2 * this.#counts.length, bucket + 1));
    counts.set(this.#counts);
    this.#counts = counts;
  }
}
