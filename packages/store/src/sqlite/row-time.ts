/**
 * A duration in seconds as a column holds it: whole microseconds where these give the very same number back, else the seconds, which are
 * no whole number then. Durations of more than two centuries are cut.
 */
export function rowTime(seconds: number): number {
  const us = Math.round(seconds * 1e6);
  if (us > Number.MAX_SAFE_INTEGER) return Number.MAX_SAFE_INTEGER;
  return us / 1e6 === seconds ? us : seconds;
}
