import type { TraceSummary } from '../api/trace-summaries.js';

/** A column that the list of traces can have. */
export interface TraceColumn {
  readonly key: string;
  readonly words: string;
  /** Its width in the grid's own terms, and the least room it takes, in pixels. */
  readonly width: string;
  readonly least: number;
  /** Its width where there is little room, as on a phone. */
  readonly narrow?: string;
  readonly isNumber?: true;
  /** What it is sorted by; a column without cannot be sorted by. */
  sortBy?(summary: TraceSummary): number | string;
}

/** All columns, in the order in which they stand. The first is always there. */
export const TRACE_COLUMNS: readonly TraceColumn[] = [
  { key: 'status', words: 'Status', width: '12px', least: 12 },
  {
    key: 'started',
    words: 'Started',
    width: '96px',
    least: 96,
    narrow: '62px',
    sortBy: ({ start }) => start,
  },
  {
    key: 'entry',
    words: 'Entry',
    width: 'minmax(100px, 1fr)',
    least: 100,
    narrow: 'minmax(56px, 1fr)',
    sortBy: ({ entry, services }) => entry?.name ?? services[0]?.name ?? '',
  },
  {
    key: 'request',
    words: 'Request',
    width: 'minmax(140px, 2fr)',
    least: 140,
    sortBy: ({ url }) => url ?? '',
  },
  { key: 'code', words: 'Code', width: '48px', least: 48, sortBy: ({ status }) => status ?? 0 },
  {
    key: 'duration',
    words: 'Duration',
    width: '84px',
    least: 84,
    narrow: '68px',
    isNumber: true,
    sortBy: ({ duration }) => duration,
  },
  {
    key: 'response',
    words: 'Response',
    width: '84px',
    least: 84,
    isNumber: true,
    sortBy: ({ responseTime }) => responseTime ?? -1,
  },
  {
    key: 'nodes',
    words: 'Nodes',
    width: '64px',
    least: 64,
    isNumber: true,
    sortBy: ({ services }) => services.length,
  },
  {
    key: 'user',
    words: 'User',
    width: 'minmax(80px, 1fr)',
    least: 80,
    sortBy: ({ users }) => users[0] ?? '',
  },
  { key: 'id', words: 'Trace id', width: '290px', least: 290 },
  { key: 'inside', words: 'Seen inside', width: 'minmax(160px, 3fr)', least: 160 },
];

const DEFAULT_KEYS = ['status', 'started', 'entry', 'request', 'code', 'duration', 'inside'];
/** Those that go first where there is no room. */
const LEAST_WANTED = ['id', 'inside', 'nodes', 'user', 'response', 'code'];
const GAP_PX = 14;

/** The columns that an address names; the usual ones where it names none. */
export function chosenColumns(text: string | undefined): readonly TraceColumn[] {
  const keys = text === undefined || text === '' ? DEFAULT_KEYS : ['status', ...text.split('.')];
  return TRACE_COLUMNS.filter(({ key }) => keys.includes(key));
}

/** Columns as an address holds them; empty for the usual ones. */
export function writeColumns(keys: ReadonlySet<string>): string {
  const chosen = TRACE_COLUMNS.filter(({ key }) => key !== 'status' && keys.has(key)).map(({ key }) => key);
  const usual = DEFAULT_KEYS.slice(1);
  const isUsual = chosen.length === usual.length && chosen.every((key) => usual.includes(key));
  return isUsual ? '' : chosen.join('.') || 'entry';
}

/** As many of the columns as fit into a width, those least wanted left out first. */
export function fittingColumns(columns: readonly TraceColumn[], width: number): readonly TraceColumn[] {
  const room = (some: readonly TraceColumn[]): number =>
    some.reduce((sum, { least }) => sum + least + GAP_PX, 18);
  let fitting = columns;
  for (const key of LEAST_WANTED) {
    if (room(fitting) <= width) break;
    fitting = fitting.filter((column) => column.key !== key);
  }
  return fitting;
}

const NARROW_PX = 520;

/** The columns' widths in the grid's terms. */
export function columnWidths(columns: readonly TraceColumn[], width: number): string {
  return columns
    .map((column) => (width < NARROW_PX ? (column.narrow ?? column.width) : column.width))
    .join(' ');
}

/** By which column, and from which end, rows are sorted. */
export interface Sorting {
  readonly column: TraceColumn;
  readonly isDown: boolean;
}

/** The order that an address names, `duration` or `-duration` for the largest first; undefined for the newest first. */
export function readSorting(text: string | undefined): Sorting | undefined {
  const isDown = text?.startsWith('-') === true;
  const key = isDown ? text.slice(1) : text;
  const column = TRACE_COLUMNS.find((candidate) => candidate.key === key && candidate.sortBy !== undefined);
  if (column === undefined || (column.key === 'started' && isDown)) return undefined;
  return { column, isDown };
}

/** The order that pressing a column's head asks for next: largest first, smallest first, and back to the newest first. */
export function nextSorting(present: Sorting | undefined, key: string): string {
  if (key === 'started') return present === undefined ? 'started' : '';
  if (present?.column.key !== key) return `-${key}`;
  return present.isDown ? key : '';
}

/** The rows in an order; rows that are equal in it stay as they stand. */
export function sortedRows(
  rows: readonly TraceSummary[],
  sorting: Sorting | undefined,
): readonly TraceSummary[] {
  const by = sorting?.column.sortBy;
  if (sorting === undefined || by === undefined) return rows;
  const sign = sorting.isDown ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)];
    return a === b ? 0 : a < b ? -sign : sign;
  });
}
