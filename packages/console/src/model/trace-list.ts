import type { SummaryPage, TraceSummary } from '../api/trace-summaries.js';
import { type Status, statusOf } from './status.js';

/** The loaded part of a search, newest first. */
export interface TraceList {
  readonly rows: readonly TraceSummary[];
  /** Traces looked at so far, those that did not match included. */
  readonly scanned: number;
  /** Where older traces go on; absent at the end. */
  readonly token: string | undefined;
}

/** Rows kept in memory; a page that follows for a day lets go of the oldest and fetches them again when asked. */
export const MOST_ROWS = 5_000;

/** The list that begins with a first page. */
export function firstList(page: SummaryPage): TraceList {
  return { rows: sorted(page.summaries), scanned: page.scanned, token: page.token };
}

/** The list with an older page added at its end. */
export function olderList(list: TraceList, page: SummaryPage): TraceList {
  return { rows: merged(list.rows, page.summaries), scanned: list.scanned + page.scanned, token: page.token };
}

/** The list with what a newer first page brought: new traces at the top, changed ones in place, nothing moved that did not change. */
export function newerList(list: TraceList, page: SummaryPage): TraceList {
  const rows = merged(list.rows, page.summaries);
  const added = rows.length - list.rows.length;
  return {
    rows: rows.slice(0, MOST_ROWS),
    scanned: Math.max(page.scanned, list.scanned + added),
    token: list.token,
  };
}

/** How many rows of `list` are newer than everything in `shown`. */
export function countNewer(shown: TraceList, list: TraceList): number {
  const known = new Set(shown.rows.map((row) => row.id));
  return list.rows.filter((row) => !known.has(row.id)).length;
}

/** A trace's status in the list: its root's outcome; throttles that were handled inside do not count as the trace's. */
export function summaryStatus(summary: TraceSummary): Status {
  const { fault, error, throttle, partial } = summary;
  return statusOf({ fault, error, throttle: throttle && (error || fault) && !fault }, partial);
}

/** Failures inside a trace that its client did not see. */
export function hiddenFailures(summary: TraceSummary): TraceSummary['failures'] {
  return summary.fault || summary.error ? [] : summary.failures;
}

function merged(rows: readonly TraceSummary[], more: readonly TraceSummary[]): readonly TraceSummary[] {
  return sorted([...new Map([...rows, ...more].map((row) => [row.id, row])).values()]);
}

function sorted(rows: readonly TraceSummary[]): readonly TraceSummary[] {
  return rows.toSorted((one, other) => other.start - one.start || (one.id < other.id ? 1 : -1));
}
