import { shareOf, type TimeSpan } from './time-axis.js';

/** Where a bar lies on its track, in per cent, and where its label finds room. */
export interface BarPlace {
  readonly left: number;
  readonly width: number;
  readonly label: 'after' | 'before' | 'inside';
  /** It lies wholly outside of what is shown. */
  readonly isOutside: boolean;
}

/** Room, in per cent of the track, that a label needs beside its bar. */
const LABEL_ROOM = 12;

/** Places a bar on the part of the time axis that is shown. */
export function barPlace(shown: TimeSpan, bar: TimeSpan): BarPlace {
  const start = shareOf(shown, bar.from) * 100;
  const end = shareOf(shown, bar.to) * 100;
  const left = clamp(start);
  const right = clamp(end);
  return { left, width: right - left, label: labelSide(left, right), isOutside: end < 0 || start > 100 };
}

function labelSide(left: number, right: number): BarPlace['label'] {
  if (right <= 100 - LABEL_ROOM) return 'after';
  return left >= LABEL_ROOM ? 'before' : 'inside';
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
