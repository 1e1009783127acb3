import type { Histogram, Statistics } from '../service-graph.js';
import type { Outcome } from '../trace.js';
import { HistogramTally } from './histogram.js';
import { toMicroseconds } from './statistics.js';

/** Counts finished requests by outcome, sums their times in whole microseconds, and keeps their histogram. */
export class StatisticsTally {
  private readonly counts: Record<Outcome, number> = { ok: 0, error: 0, throttle: 0, fault: 0 };
  private readonly times = new HistogramTally();
  private microseconds = 0;

  /** Counts one request; `responseTime` in seconds. */
  add(outcome: Outcome, responseTime: number): void {
    this.counts[outcome]++;
    this.microseconds += toMicroseconds(responseTime);
    this.times.add(responseTime);
  }

  /** Adds what was counted elsewhere. */
  merge(statistics: Statistics, responseTimes: Histogram): void {
    this.counts.ok += statistics.ok;
    this.counts.error += statistics.error;
    this.counts.throttle += statistics.throttle;
    this.counts.fault += statistics.fault;
    this.microseconds += toMicroseconds(statistics.totalResponseTime);
    this.times.merge(responseTimes);
  }

  statistics(): Statistics {
    return { ...this.counts, totalResponseTime: this.microseconds / 1e6 };
  }

  responseTimes(): Histogram {
    return this.times.histogram();
  }
}
