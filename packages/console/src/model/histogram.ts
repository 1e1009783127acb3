import type { Histogram } from '@radiograph/trace';

/** The value below which the share `p` (0 to 1) of all requests lie, in seconds; undefined for an empty histogram. */
export function percentile(histogram: Histogram, p: number): number | undefined {
  const total = histogram.reduce((sum, entry) => sum + entry.count, 0);
  let seen = 0;
  for (const entry of histogram) {
    seen += entry.count;
    if (seen >= p * total) return entry.value;
  }
  return histogram.at(-1)?.value;
}

/** A column of a drawn histogram: requests whose time lies in `[from, to)` seconds. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const BINS_PER_DECADE = 8;
const FLOOR_S = 0.0001;

/** A histogram in bins of equal width on a logarithmic scale, without gaps, from its first to its last filled one. */
export function logBins(histogram: Histogram): readonly HistogramBin[] {
  const counts = new Map<number, number>();
  for (const entry of histogram) {
    const index = binIndex(entry.value);
    counts.set(index, (counts.get(index) ?? 0) + entry.count);
  }
  if (counts.size === 0) return [];
  const indexes = [...counts.keys()];
  const first = Math.min(...indexes);
  const last = Math.max(...indexes);
  return Array.from({ length: last - first + 1 }, (_, offset) => ({
    from: binStart(first + offset),
    to: binStart(first + offset + 1),
    count: counts.get(first + offset) ?? 0,
  }));
}

function binIndex(seconds: number): number {
  return Math.floor(Math.log10(Math.max(seconds, FLOOR_S)) * BINS_PER_DECADE + 1e-9);
}

function binStart(index: number): number {
  return 10 ** (index / BINS_PER_DECADE);
}
