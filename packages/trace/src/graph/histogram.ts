import type { Histogram } from '../service-graph.js';

/**
 * Rounds seconds to the value that stands for them in a histogram: three significant digits, exact for ordinary times to the
 * millisecond; what is shorter than a microsecond to whole nanoseconds. Because every histogram uses the same values, histograms can
 * be merged and taken away exactly.
 */
export function histogramValue(seconds: number): number {
  if (!(seconds > 0)) return 0;
  const digits = Math.min(9, 2 - Math.floor(Math.log10(seconds)));
  // Whole numbers divided by a power of ten give the double nearest to the decimal, so equal times give equal values.
  return digits >= 0
    ? Math.round(seconds * 10 ** digits) / 10 ** digits
    : Math.round(seconds / 10 ** -digits) * 10 ** -digits;
}

/** Counts by value while a histogram is made. Counts may be taken away again; what is left without any is dropped. */
export class HistogramTally {
  private readonly counts = new Map<number, number>();

  /** Adds `count` requests that took this long; a negative count takes them away. */
  add(seconds: number, count = 1): void {
    this.count(histogramValue(seconds), count);
  }

  /** Adds a whole histogram, whose values stand for themselves; with `sign` -1 takes it away. */
  merge(histogram: Histogram, sign: 1 | -1 = 1): void {
    for (const { value, count } of histogram) this.count(value, sign * count);
  }

  /** The histogram, ascending by value. */
  histogram(): Histogram {
    return [...this.counts]
      .filter(([, count]) => count !== 0)
      .sort(([a], [b]) => a - b)
      .map(([value, count]) => ({ value, count }));
  }

  private count(value: number, count: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + count);
  }
}

/** Adds histograms up. Order and grouping make no difference. */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
  const tally = new HistogramTally();
  for (const histogram of histograms) tally.merge(histogram);
  return tally.histogram();
}

/** Takes one histogram away from another that contains it: `subtractHistogram(mergeHistograms([a, b]), b)` is `a`. */
export function subtractHistogram(whole: Histogram, part: Histogram): Histogram {
  const tally = new HistogramTally();
  tally.merge(whole);
  tally.merge(part, -1);
  return tally.histogram();
}
