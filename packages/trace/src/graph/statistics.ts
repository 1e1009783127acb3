import type { Statistics } from '../service-graph.js';

/** Nothing counted yet. */
export const NO_STATISTICS: Statistics = { ok: 0, error: 0, throttle: 0, fault: 0, totalResponseTime: 0 };

/** Whole microseconds: the unit to sum times in, so that sums do not depend on order and parts can be taken away exactly. */
export function toMicroseconds(seconds: number): number {
  return Math.round(seconds * 1e6);
}

/** How many finished requests the statistics count. */
export function totalCount(statistics: Statistics): number {
  return statistics.ok + statistics.error + statistics.throttle + statistics.fault;
}

/** Adds two statistics; exact, in any order. */
export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return combine(a, b, 1);
}

/** Takes statistics away from others that contain them; exact. */
export function subtractStatistics(whole: Statistics, part: Statistics): Statistics {
  return combine(whole, part, -1);
}

function combine(a: Statistics, b: Statistics, sign: 1 | -1): Statistics {
  return {
    ok: a.ok + sign * b.ok,
    error: a.error + sign * b.error,
    throttle: a.throttle + sign * b.throttle,
    fault: a.fault + sign * b.fault,
    totalResponseTime:
      (toMicroseconds(a.totalResponseTime) + sign * toMicroseconds(b.totalResponseTime)) / 1e6,
  };
}
