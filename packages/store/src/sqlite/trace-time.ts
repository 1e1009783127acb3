import { splitTraceId } from '@radiograph/protocol';

/** How far an id's own time may be from the earliest segment and still be believed, in seconds. */
const PLAUSIBLE_DISTANCE_S = 86_400;

/**
 * The time by which a trace is listed, in epoch seconds: that of its id where it lies within a day of the earliest start,
 * else the earliest start (ids of W3C origin are random). Within the id's second the finer start is taken. No clock takes part,
 * so that a store rebuilt from its documents lists the same. Source: segment-document rules on trace ids and clocks.
 */
export function traceTime(id: string, start: number): number {
  const { epochS } = splitTraceId(id);
  if (Math.abs(epochS - start) > PLAUSIBLE_DISTANCE_S) return start;
  return Math.floor(start) === epochS ? start : epochS;
}
