import { type ContributionRow, NO_CALLER } from './contribution-row.js';
import { bucketOf } from './histogram-bucket.js';

/** Counts by what they count; a key whose count falls to zero is gone. */
type Counts<K> = Map<K, number>;

/** What of counts by bucket is used: of a map, or of an array that stands for one. */
export interface CountsByBucket {
  readonly size: number;
  get(bucket: number): number | undefined;
  set(bucket: number, count: number): unknown;
  delete(bucket: number): unknown;
  keys(): Iterable<number>;
}

/**
 * What contributions to one node or one call add up to. Sums are whole numbers, so that adding and withdrawing in any order
 * gives the same. Only `start` and `end`, being extremes, cannot be withdrawn exactly: `loose` says that they may be too wide.
 */
export interface Totals {
  /** How many contributions are in here. */
  members: number;
  /** How many of these are roots. */
  roots: number;
  /** Finished requests by outcome: ok, throttle, error, fault. */
  readonly outcomes: [number, number, number, number];
  totalUs: number;
  start: number;
  end: number;
  loose: boolean;
  /** Names of a node or aliases of a call. */
  readonly labels: Counts<string>;
  /** By bucket. */
  readonly responseTimes: CountsByBucket;
  readonly durations: CountsByBucket;
}

/** Totals of nothing; times are counted in maps, or in what `counts` gives. */
export function emptyTotals(counts: () => CountsByBucket = () => new Map<number, number>()): Totals {
  return {
    members: 0,
    roots: 0,
    outcomes: [0, 0, 0, 0],
    totalUs: 0,
    start: Number.POSITIVE_INFINITY,
    end: Number.NEGATIVE_INFINITY,
    loose: false,
    labels: new Map(),
    responseTimes: counts(),
    durations: counts(),
  };
}

/** Adds one contribution. */
export function addRow(totals: Totals, row: ContributionRow): void {
  countRow(totals, row, 1);
  totals.start = Math.min(totals.start, row.start);
  totals.end = Math.max(totals.end, row.end);
}

/** Withdraws one contribution that was added before. */
export function withdrawRow(totals: Totals, row: ContributionRow): void {
  countRow(totals, row, -1);
  if (row.start <= totals.start || row.end >= totals.end) totals.loose = true;
}

function countRow(totals: Totals, row: ContributionRow, sign: 1 | -1): void {
  totals.members += sign;
  if (row.root) totals.roots += sign;
  for (const label of row.labels) count(totals.labels, label, sign);
  if (row.outcome === undefined) return;
  totals.outcomes[row.outcome] += sign;
  totals.totalUs += sign * row.responseUs;
  count(totals.responseTimes, bucketOf(row.responseUs), sign);
  if (row.caller === NO_CALLER) count(totals.durations, bucketOf(row.durationUs), sign);
}

/** Changes one count. */
export function count<K>(
  counts: { get(key: K): number | undefined; set(key: K, count: number): unknown; delete(key: K): unknown },
  key: K,
  change: number,
): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
