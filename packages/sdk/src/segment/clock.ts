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
let offsetMs = performance.timeOrigin;
let lookedAtMs = Number.NEGATIVE_INFINITY;

function systemNow(): number {
  const monotonicMs = performance.now();
  if (monotonicMs - lookedAtMs >= LOOK_EVERY_MS) followWallClock(monotonicMs);
  return Math.round((offsetMs + monotonicMs) * 1000) / 1e6;
}

function followWallClock(monotonicMs: number): void {
  lookedAtMs = monotonicMs;
  const wallMs = Date.now();
  const drift = offsetMs + monotonicMs - wallMs;
  if (drift > MAX_DRIFT_MS || drift < -MAX_DRIFT_MS) offsetMs = wallMs - monotonicMs;
}
