import type { Histogram, Statistics } from '../service-graph.js';
import type { EdgeContribution, NodeContribution } from './graph-contribution.js';
import { StatisticsTally } from './statistics-tally.js';

/** What was counted in one period. */
export interface TimeSeriesPoint {
  /** The start of the period, epoch seconds, a multiple of its length. */
  readonly timestamp: number;
  readonly statistics: Statistics;
  readonly responseTimes: Histogram;
}

/**
 * Counts requests by period, in order of time; periods without any are left out. Pick the rows first: those of one node, of one
 * edge, or, to count traces, those that {@link isEntryCall}.
 *
 * @param periodS the length of a period, in seconds
 */
export function timeSeries(
  rows: Iterable<NodeContribution | EdgeContribution>,
  periodS: number,
): readonly TimeSeriesPoint[] {
  const periods = new Map<number, StatisticsTally>();
  for (const { start, outcome, responseTime } of rows) {
    if (outcome === undefined || responseTime === undefined) continue;
    const timestamp = Math.floor(start / periodS) * periodS;
    const tally = periods.get(timestamp) ?? new StatisticsTally();
    periods.set(timestamp, tally);
    tally.add(outcome, responseTime);
  }
  return [...periods]
    .sort(([a], [b]) => a - b)
    .map(([timestamp, tally]) => ({
      timestamp,
      statistics: tally.statistics(),
      responseTimes: tally.responseTimes(),
    }));
}

/** Whether a call is a client's to a root segment. */
export function isEntryCall(call: EdgeContribution): boolean {
  return call.from.type === 'client' && !call.link;
}
