import type { TraceRecord } from '@radiograph/trace';
import { traceOutcome } from './trace-outcome.js';

type Cell = string | number | boolean | undefined;

const columns: readonly (readonly [name: string, read: (record: TraceRecord) => Cell])[] = [
  ['id', ({ id }) => id],
  ['start', ({ start }) => new Date(start * 1000).toISOString()],
  ['outcome', traceOutcome],
  ['response_time_s', ({ root }) => root?.responseTime],
  ['duration_s', ({ duration }) => duration],
  ['entry', ({ root }) => root?.node.name],
  ['method', ({ root }) => root?.method],
  ['url', ({ root }) => root?.url],
  ['status', ({ root }) => root?.status],
  ['users', ({ users }) => users.map(({ name }) => name).join(' ')],
  ['services', ({ segments }) => [...new Set(segments.map(({ node }) => node.name))].join(' ')],
  ['annotations', (record) => annotations(record)],
  ['in_progress', ({ partial }) => partial],
];

/** The first line of the table: the names of its columns. */
export const csvHead: string = `${columns.map(([name]) => name).join(',')}\r\n`;

/** A trace as one line of RFC 4180. */
export function csvLine(record: TraceRecord): string {
  return `${columns.map(([, read]) => cell(read(record))).join(',')}\r\n`;
}

function annotations(record: TraceRecord): string {
  return record.annotations.map(({ key, value }) => `${key}=${String(value)}`).join(' ');
}

/** Texts that a spreadsheet would take for a formula are led by an apostrophe: URLs and names come from strangers. */
function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
