import type { Histogram } from '@radiograph/trace';
import type { ValueCount } from '../api/analysis.js';
import { logBins } from './histogram.js';

/** A stretch of response times, `[from, to)` in seconds, and the share of each set's traces in it. */
export interface SharedBin {
  readonly from: number;
  readonly to: number;
  readonly shares: readonly number[];
  readonly counts: readonly number[];
}

/** Response times of one or two sets on common bins, each as shares of its own total, so that sets of any size compare. */
export function sharedBins(sets: readonly Histogram[]): readonly SharedBin[] {
  const totals = sets.map((set) => set.reduce((sum, { count }) => sum + count, 0));
  const all = sets.flat().toSorted((one, other) => one.value - other.value);
  const binned = sets.map((set) => new Map(logBins(set).map((bin) => [binKey(bin.from), bin.count])));
  return logBins(all).map(({ from, to }) => {
    const counts = binned.map((bins) => bins.get(binKey(from)) ?? 0);
    return { from, to, counts, shares: counts.map((count, set) => count / Math.max(1, totals[set] ?? 0)) };
  });
}

function binKey(from: number): string {
  return from.toPrecision(6);
}

/** A value with its share of each set, and by how much the first set's is larger. */
export interface ValueShare extends ValueCount {
  readonly shares: readonly number[];
  /** -1 to 1; the share itself where there is one set. */
  readonly difference: number;
}

/** Values with their shares, those that tell the sets apart first; with one set the most frequent first. */
export function valueShares(values: readonly ValueCount[], totals: readonly number[]): readonly ValueShare[] {
  return values
    .map((value) => {
      const shares = totals.map((total, set) => (value.counts[set] ?? 0) / Math.max(1, total));
      return { ...value, shares, difference: (shares[0] ?? 0) - (shares[1] ?? 0) };
    })
    .sort((one, other) => Math.abs(other.difference) - Math.abs(one.difference));
}
