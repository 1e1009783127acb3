/** Whose clock times are shown by: that of the reader's machine, or UTC. */
export type Zone = 'local' | 'utc';

/** The time of day with milliseconds, `14:03:07.214`. */
export function timeOfDay(epochS: number, zone: Zone = 'local'): string {
  const date = clock(epochS, zone);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}.${pad(date.getUTCMilliseconds(), 3)}`;
}

/** The day, `2026-11-22`. */
export function day(epochS: number, zone: Zone = 'local'): string {
  const date = clock(epochS, zone);
  return `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
}

/** Day and time of day. */
export function dayAndTime(epochS: number, zone: Zone = 'local'): string {
  return `${day(epochS, zone)} ${timeOfDay(epochS, zone)}`;
}

/** The instant that a day and time of day, `2026-11-22T14:03:07`, stand for, in epoch seconds; NaN for anything else. */
export function instantOf(text: string, zone: Zone): number {
  return Date.parse(zone === 'utc' ? `${text}Z` : text) / 1000;
}

/** The same instant in UTC, in ISO form; empty where the number is no time. */
export function isoTime(epochS: number): string {
  const ms = epochS * 1000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : '';
}

/** How long ago something was, in its largest unit: `just now`, `40 s ago`, `3 min ago`, `2 h ago`, `5 d ago`. */
export function agoText(epochS: number, nowS: number): string {
  const seconds = Math.round(nowS - epochS);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A date whose UTC members are those of the zone's clock. */
function clock(epochS: number, zone: Zone): Date {
  const date = new Date(epochS * 1000);
  return zone === 'utc' ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
