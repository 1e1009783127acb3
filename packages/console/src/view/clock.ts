import { type Signal, signal } from '@preact/signals';
import * as clock from '../model/clock-time.js';
import { keep, readKept } from './kept.js';

/** Whose clock times are shown by; kept in the browser. */
export const zone: Signal<clock.Zone> = signal(readKept('zone') === 'utc' ? 'utc' : 'local');

/** Shows times by another clock from now on. */
export function chooseZone(chosen: clock.Zone): void {
  zone.value = chosen;
  keep('zone', chosen);
}

/** The time of day by the chosen clock. */
export function timeOfDay(epochS: number): string {
  return clock.timeOfDay(epochS, zone.value);
}

/** The day by the chosen clock. */
export function day(epochS: number): string {
  return clock.day(epochS, zone.value);
}

/** Day and time of day by the chosen clock. */
export function dayAndTime(epochS: number): string {
  return clock.dayAndTime(epochS, zone.value);
}
