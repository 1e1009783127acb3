import type { TimeSpan } from './time-axis.js';
import type { TraceRow } from './trace-view.js';

/** Closed rows that an address can hold; a reader closes a handful by hand. */
const MOST_CLOSED = 40;

/** The stretch of a trace that an address names, `0.12-0.5` in seconds from its start; undefined for anything else. */
export function readZoom(text: string | undefined, span: TimeSpan): TimeSpan | undefined {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? '');
  const from = Math.max(span.from, Number(match?.[1]));
  const to = Math.min(span.to, Number(match?.[2]));
  return from < to ? { from, to } : undefined;
}

/** A stretch as an address holds it; empty for the whole trace. */
export function writeZoom(zoom: TimeSpan | undefined): string {
  return zoom === undefined ? '' : `${micro(zoom.from)}-${micro(zoom.to)}`;
}

/** The ids of closed rows that an address names. */
export function readClosed(text: string | undefined): ReadonlySet<string> {
  return new Set(text === undefined ? [] : text.split('.').filter((id) => id !== ''));
}

/** Closed rows as an address holds them; the latest ones where there are too many. */
export function writeClosed(closed: ReadonlySet<string>): string {
  return [...closed].slice(-MOST_CLOSED).join('.');
}

/** The closed rows without those that a row is hidden under. */
export function opened(
  closed: ReadonlySet<string>,
  rows: readonly TraceRow[],
  id: string | undefined,
): ReadonlySet<string> {
  if (closed.size === 0 || id === undefined) return closed;
  const parents = new Map(rows.map((row) => [row.id, row.parentId]));
  const open = new Set(closed);
  for (let above = parents.get(id); above !== undefined; above = parents.get(above)) open.delete(above);
  return open.size === closed.size ? closed : open;
}

function micro(seconds: number): string {
  return String(Number(seconds.toFixed(6)));
}
