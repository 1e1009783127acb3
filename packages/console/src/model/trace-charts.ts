import type { Cell, Period, TraceHistogram } from '../api/histogram.js';
import type { Status } from './status.js';
import type { TimeWindow } from './time-range.js';

/** The statuses from the bottom of a bar to its top, and from behind to the front. */
export const STACK: readonly Status[] = ['ok', 'progress', 'error', 'throttle', 'fault'];

/** A part of a bar in pixels: the traces of one status. */
export interface BarPart {
  readonly status: Status;
  readonly y: number;
  readonly height: number;
}

/** A bar of the time histogram in pixels. */
export interface PeriodBar {
  readonly period: Period;
  readonly total: number;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly BarPart[];
}

/** A field to draw on, in pixels. */
export interface Field {
  readonly width: number;
  readonly height: number;
}

const LEAST_PX = 1.5;

/** All periods of a window, those without traces too, in order of time. */
export function allPeriods({ periodS, periods }: TraceHistogram, window: TimeWindow): readonly Period[] {
  const known = new Map(periods.map((period) => [period.start, period]));
  const first = Math.floor(window.start / periodS);
  const count = Math.min(1_000, Math.max(0, Math.ceil(window.end / periodS) - first));
  return Array.from({ length: count }, (_, index) => {
    const start = (first + index) * periodS;
    return known.get(start) ?? { start, counts: NOTHING };
  });
}

const NOTHING: Readonly<Record<Status, number>> = { ok: 0, error: 0, throttle: 0, fault: 0, progress: 0 };

/** How many traces a period has. */
export function periodTotal({ counts }: Period): number {
  return STACK.reduce((sum, status) => sum + counts[status], 0);
}

/** The bars of a time histogram. Even the rarest fault is seen: no part is thinner than a line. */
export function periodBars(
  periods: readonly Period[],
  periodS: number,
  window: TimeWindow,
  field: Field,
): readonly PeriodBar[] {
  const most = Math.max(1, ...periods.map(periodTotal));
  const place = timePlace(window, field.width);
  return periods.map((period) => {
    const x = Math.max(0, place(period.start));
    const end = Math.min(field.width, place(period.start + periodS));
    const total = periodTotal(period);
    return {
      period,
      total,
      x,
      width: Math.max(1, end - x - 1),
      parts: stackedParts(period, most, field.height),
    };
  });
}

function stackedParts({ counts }: Period, most: number, height: number): readonly BarPart[] {
  let y = height;
  return STACK.flatMap((status) => {
    if (counts[status] === 0) return [];
    const part = Math.max(LEAST_PX, (counts[status] / most) * (height - 4));
    y = Math.max(0, y - part);
    return [{ status, y, height: part }];
  });
}

/** A dot of the scatter in pixels. */
export interface Dot {
  readonly cell: Cell;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** The response times that a scatter shows, seconds, ascending and never equal. */
export interface LatencyScale {
  readonly from: number;
  readonly to: number;
}

/** A scale that holds all cells, from one power of ten to another. */
export function latencyScale(cells: readonly Cell[]): LatencyScale {
  if (cells.length === 0) return { from: 0.001, to: 1 };
  const least = Math.min(...cells.map((cell) => cell.from));
  const most = Math.max(...cells.map((cell) => cell.to));
  const from = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)) + 1e-9);
  return { from, to: Math.max(from * 10, 10 ** Math.ceil(Math.log10(most) - 1e-9)) };
}

/** The powers of ten within a scale. */
export function latencyTicks({ from, to }: LatencyScale): readonly number[] {
  const count = Math.round(Math.log10(to / from)) + 1;
  return Array.from({ length: count }, (_, index) => Number((from * 10 ** index).toPrecision(3)));
}

/** The dots of a scatter, the gravest last so that they lie in front. */
export function scatterDots(
  cells: readonly Cell[],
  periodS: number,
  window: TimeWindow,
  scale: LatencyScale,
  field: Field,
): readonly Dot[] {
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const place = timePlace(window, field.width);
  return cells
    .map((cell) => ({
      cell,
      x: Math.min(field.width - 2, Math.max(2, place(cell.start + periodS / 2))),
      y: latencyPlace(Math.sqrt(cell.from * cell.to), scale, field.height),
      radius: 1.75 + 3.25 * Math.sqrt(cell.count / most),
    }))
    .sort((one, other) => STACK.indexOf(one.cell.outcome) - STACK.indexOf(other.cell.outcome));
}

/** The dot nearest to a point, within a few pixels. */
export function dotAt(dots: readonly Dot[], x: number, y: number): Dot | undefined {
  let nearest: Dot | undefined;
  let least = 9;
  for (const dot of dots) {
    const distance = Math.hypot(dot.x - x, dot.y - y);
    if (distance > least) continue;
    least = distance;
    nearest = dot;
  }
  return nearest;
}

/** Where a response time lies, from the top, in pixels. */
export function latencyPlace(seconds: number, { from, to }: LatencyScale, height: number): number {
  const share = Math.log(Math.max(seconds, from) / from) / Math.log(to / from);
  return height - Math.min(1, share) * height;
}

/** The response time at a place; the inverse of {@link latencyPlace}. */
export function latencyAt(y: number, { from, to }: LatencyScale, height: number): number {
  const share = 1 - Math.min(height, Math.max(0, y)) / height;
  return from * (to / from) ** share;
}

/** The instant at a place of a window drawn over a width. */
export function instantAt(x: number, window: TimeWindow, width: number): number {
  return window.start + (Math.min(width, Math.max(0, x)) / width) * (window.end - window.start);
}

function timePlace({ start, end }: TimeWindow, width: number): (instant: number) => number {
  return (instant) => ((instant - start) / Math.max(end - start, 1e-9)) * width;
}

/** Path data of a mark around a point: circle, diamond, triangle or square, as the status has it everywhere. */
export function markPath(status: Status, { x, y, radius }: Pick<Dot, 'x' | 'y' | 'radius'>): string {
  const r = Math.round(radius * 10) / 10;
  const [cx, cy] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  if (status === 'error') return `M${cx},${cy - r}l${r},${r}l${-r},${r}l${-r},${-r}z`;
  if (status === 'throttle') return `M${cx},${cy - r}l${r},${r * 1.8}h${-2 * r}z`;
  if (status === 'fault') return `M${cx - r},${cy - r}h${2 * r}v${2 * r}h${-2 * r}z`;
  return `M${cx - r},${cy}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
}
