import type { Histogram, Statistics } from '@radiograph/trace';
import { seconds } from './seconds.js';

/** Counts of requests by outcome, as the API gives them for nodes and edges. */
export interface WireStatistics {
  readonly OkCount: number;
  readonly ErrorStatistics: {
    readonly ThrottleCount: number;
    readonly OtherCount: number;
    readonly TotalCount: number;
  };
  readonly FaultStatistics: { readonly OtherCount: number; readonly TotalCount: number };
  readonly TotalCount: number;
  readonly TotalResponseTime: number;
}

/** One bar of a histogram. */
export interface WireHistogramEntry {
  readonly Value: number;
  readonly Count: number;
}

/** Writes statistics as the API does: throttles count among the errors. */
export function wireStatistics({
  ok,
  throttle,
  error,
  fault,
  totalResponseTime,
}: Statistics): WireStatistics {
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: throttle + error },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: ok + throttle + error + fault,
    TotalResponseTime: seconds(totalResponseTime),
  };
}

/** Writes a histogram as the API does. */
export function wireHistogram(histogram: Histogram): readonly WireHistogramEntry[] {
  return histogram.map(({ value, count }) => ({ Value: value, Count: count }));
}
