import { type ContributionRow, NO_CALLER, type RowKind } from './contribution-row.js';
import { baseOf, readTime, type StoredTime, writeTime } from './exact-time.js';

/** A trace's contribution as schemas 3 and 4 keep it. */
export type ContributionText = string;

type RowArray = readonly [
  caller: number,
  callee: number,
  flags: number,
  start: StoredTime,
  length: StoredTime,
  responseUs: number,
  /** On nodes, how much longer than its response the whole took. */
  moreUs: number,
  ...labels: string[],
];

const ROOT = 2;
const OUTCOME_SHIFT = 2;

/** Reads the rows of such a text. */
export function readRowTexts(text: ContributionText): ContributionRow[] {
  const [baseUs, ...rows] = JSON.parse(text) as readonly [number, ...RowArray[]];
  return rows.map((row) => fromArray(row, baseUs));
}

/** The text by which equal rows are known. */
export function rowKey(row: ContributionRow): string {
  const { start, end, responseUs, durationUs, outcome } = row;
  return JSON.stringify([
    row.caller,
    row.callee,
    row.kind | (row.root ? ROOT : 0) | ((outcome === undefined ? 0 : outcome + 1) << OUTCOME_SHIFT),
    writeTime(start, 0),
    writeTime(end, baseOf(start)),
    responseUs,
    row.caller === NO_CALLER ? durationUs - responseUs : 0,
    ...row.labels,
  ] satisfies RowArray);
}

function fromArray(array: RowArray, baseUs: number): ContributionRow {
  const [caller, callee, flags, storedStart, length, responseUs, moreUs, ...labels] = array;
  const start = readTime(storedStart, baseUs);
  const outcome = (flags >> OUTCOME_SHIFT) - 1;
  return {
    caller,
    callee,
    kind: (flags & 1) as RowKind,
    start,
    end: readTime(length, baseOf(start)),
    outcome: outcome < 0 ? undefined : (outcome as 0 | 1 | 2 | 3),
    responseUs,
    durationUs: caller === NO_CALLER ? responseUs + moreUs : 0,
    root: (flags & ROOT) !== 0,
    labels,
  };
}
