/** Tells a recorder the time. Replace it in tests to make documents repeatable. */
export interface Clock {
  /** The current time in epoch seconds, with a fraction down to the microsecond. */
  now(): number;
}

/**
 * The system's clock with microseconds: the monotonic clock, moved to the wall clock whenever the two part,
 * so that durations are exact and a change of the system's time is still followed.
 */
export const systemClock: Clock = { now: systemNow };

const MAX_DRIFT_MS = 2;
/** The wall clock is looked at no more often, as a look costs as much as the monotonic clock itself. */
const LOOK_EVERY_MS = 10;
/** In Lambda the half millisecond that `performance` takes to load is worth more than the half by which the wall clock is rounded. */
const loadsPerformance = !process.env['LAMBDA_TASK_ROOT'];
let offsetMs = loadsPerformance ? performance.timeOrigin : Date.now() + 0.5 - monotonicMs();
let lookedAtMs = Number.NEGATIVE_INFINITY;

/** Milliseconds since some moment, with a fraction; no change of the system's time moves it. */
export function monotonicMs(): number {
  if (loadsPerformance) return performance.now();
  return Number(process.hrtime.bigint()) / 1e6;
}

function systemNow(): number {
  const nowMs = monotonicMs();
  if (nowMs - lookedAtMs >= LOOK_EVERY_MS) followWallClock(nowMs);
  return Math.round((offsetMs + nowMs) * 1000) / 1e6;
}

function followWallClock(nowMs: number): void {
  lookedAtMs = nowMs;
  const wallMs = Date.now();
  const drift = offsetMs + nowMs - wallMs;
  if (drift > MAX_DRIFT_MS || drift < -MAX_DRIFT_MS) offsetMs = wallMs - nowMs;
}
