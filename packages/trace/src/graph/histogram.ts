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
  /** The only histogram so far: most graphs that are added up have no other of the same node or call, and it can be given back. */
  private only: Histogram | undefined;

  /** Adds `count` requests that took this long; a negative count takes them away. */
  add(seconds: number, count = 1): void {
    this.spread();
    this.count(histogramValue(seconds), count);
  }

  /** Adds a whole histogram, whose values stand for themselves; with `sign` -1 takes it away. */
  merge(histogram: Histogram, sign: 1 | -1 = 1): void {
    if (histogram.length === 0) return;
    if (sign === 1 && this.only === undefined && this.counts.size === 0) {
      this.only = histogram;
      return;
    }
    this.spread();
    for (const { value, count } of histogram) this.count(value, sign * count);
  }

  /** The histogram, ascending by value. */
  histogram(): Histogram {
    if (this.only !== undefined && isPlain(this.only)) return this.only;
    this.spread();
    return [...this.counts]
      .filter(([, count]) => count !== 0)
      .sort(([a], [b]) => a - b)
      .map(([value, count]) => ({ value, count }));
  }

  private spread(): void {
    const { only } = this;
    if (only === undefined) return;
    this.only = undefined;
    for (const { value, count } of only) this.count(value, count);
  }

  private count(value: number, count: number): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + count);
  }
}

/** Ascending, each value once, none without a count: as a histogram is given out. */
function isPlain(histogram: Histogram): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const { value, count } of histogram) {
    if (!(value > last) || count === 0) return false;
    last = value;
  }
  return true;
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
