import { day, timeOfDay, type Zone } from './clock-time.js';

/** A mark on an axis of clock times. */
export interface ClockTick {
  /** Epoch seconds. */
  readonly at: number;
  readonly label: string;
}

const DAY_S = 86_400;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200];

/** Round clock times within `[start, end]`, at most `most` of them; with the day where it changes. */
export function clockTicks(start: number, end: number, most: number, zone: Zone): readonly ClockTick[] {
  const least = (end - start) / Math.max(1, most);
  if (!(least > 0)) return [];
  const step = STEPS.find((candidate) => candidate >= least) ?? Math.ceil(least / DAY_S) * DAY_S;
  // Steps of hours and days begin at the clock's own midnight.
  const midnight = midnightBefore(start, zone);
  const first = Math.ceil((start - midnight) / step);
  const last = Math.floor((end - midnight) / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const at = midnight + (first + index) * step;
    return { at, label: label(at, step, zone) };
  });
}

function midnightBefore(epochS: number, zone: Zone): number {
  const date = new Date(epochS * 1000);
  const ms = zone === 'utc' ? date.setUTCHours(0, 0, 0, 0) : date.setHours(0, 0, 0, 0);
  return ms / 1000;
}

function label(at: number, step: number, zone: Zone): string {
  const time = timeOfDay(at, zone);
  if (step >= DAY_S || time.startsWith('00:00:00')) return day(at, zone).slice(5);
  return step < 60 ? time.slice(0, 8) : time.slice(0, 5);
}
