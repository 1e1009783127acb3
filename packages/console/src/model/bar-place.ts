import { shareOf, type TimeSpan } from './time-axis.js';

/** Where a bar lies on its track, in per cent. */
export interface BarPlace {
  readonly left: number;
  readonly width: number;
  /** It lies wholly outside of what is shown. */
  readonly isOutside: boolean;
}

/** Places a bar on the part of the time axis that is shown. */
export function barPlace(shown: TimeSpan, bar: TimeSpan): BarPlace {
  const start = shareOf(shown, bar.from) * 100;
  const end = shareOf(shown, bar.to) * 100;
  const left = clamp(start);
  const right = clamp(end);
  return { left, width: right - left, isOutside: end < 0 || start > 100 };
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
