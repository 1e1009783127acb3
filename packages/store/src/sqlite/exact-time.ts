/** A time beside a base: whole microseconds from it where these give the very same number back, else the time as text. */
export type StoredTime = number | string;

/** The base for times near this one (epoch seconds): whole microseconds. */
export function baseOf(time: number): number {
  return Math.round(time * 1e6);
}

/** Writes a time in seconds; times of a base of 0 are durations. Small whole numbers are written and read fastest, and packed best. */
export function writeTime(time: number, baseUs: number): StoredTime {
  const offsetUs = Math.round(time * 1e6) - baseUs;
  return (baseUs + offsetUs) / 1e6 === time ? offsetUs : String(time);
}

/** Reads what {@link writeTime} wrote. */
export function readTime(stored: StoredTime, baseUs: number): number {
  return typeof stored === 'string' ? Number(stored) : (baseUs + stored) / 1e6;
}
