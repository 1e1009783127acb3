/** The local time of day with milliseconds, `14:03:07.214`. */
export function timeOfDay(epochS: number): string {
  const date = new Date(epochS * 1000);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** The local day, `2026-11-22`. */
export function day(epochS: number): string {
  const date = new Date(epochS * 1000);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** Day and time of day, local. */
export function dayAndTime(epochS: number): string {
  return `${day(epochS)} ${timeOfDay(epochS)}`;
}

/** The same instant in UTC, in ISO form; empty where the number is no time. */
export function isoTime(epochS: number): string {
  const ms = epochS * 1000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
