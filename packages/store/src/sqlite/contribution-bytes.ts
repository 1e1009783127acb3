import { BytesReader } from './bytes-reader.js';
import { BytesWriter } from './bytes-writer.js';
import { type ContributionRow, NO_CALLER, type RowKind } from './contribution-row.js';
import { type ContributionText, readRowTexts } from './contribution-text.js';
import { baseOf, readTime, writeTime } from './exact-time.js';

/** What a trace adds to the graph as it is stored: bytes, or the text of earlier schemas. */
export type StoredContribution = Uint8Array | ContributionText;

const ROOT = 2;
const OUTCOME_SHIFT = 2;
/** The response took as long as the row, to the microsecond. */
const WHOLE_RESPONSE = 32;
/** The row is a node's and took longer than its response. */
const LONGER = 64;
const LABELS = 128;
/** Times that are no whole microseconds. */
const UNEVEN = 256;

/** A trace's rows as bytes: times are whole microseconds from the base on, an end is the time after its start. */
export function writeRows(rows: readonly ContributionRow[]): Uint8Array {
  const baseUs = baseOf(rows[0]?.start ?? 0);
  const writer = new BytesWriter();
  writer.double(baseUs);
  writer.whole(rows.length);
  for (const row of rows) writeRow(row, baseUs, writer);
  return writer.bytes();
}

/** Reads what {@link writeRows} wrote, now or under an earlier schema. */
export function readRows(stored: StoredContribution): ContributionRow[] {
  if (typeof stored === 'string') return readRowTexts(stored);
  const reader = new BytesReader(stored);
  const baseUs = reader.double();
  return Array.from({ length: reader.whole() }, () => readRow(reader, baseUs));
}

function writeRow(row: ContributionRow, baseUs: number, writer: BytesWriter): void {
  const { caller, callee, kind, root, outcome, responseUs, labels } = row;
  const startUs = writeTime(row.start, baseUs);
  const lengthUs = writeTime(row.end, baseOf(row.start));
  const even = typeof startUs === 'number' && typeof lengthUs === 'number';
  const moreUs = caller === NO_CALLER ? row.durationUs - responseUs : 0;
  const flags =
    kind |
    (root ? ROOT : 0) |
    ((outcome === undefined ? 0 : outcome + 1) << OUTCOME_SHIFT) |
    (responseUs === lengthUs ? WHOLE_RESPONSE : 0) |
    (moreUs === 0 ? 0 : LONGER) |
    (labels.length > 0 ? LABELS : 0) |
    (even ? 0 : UNEVEN);
  for (const number of [flags, caller, callee]) writer.whole(number);
  if (even) {
    writer.signed(startUs);
    writer.signed(lengthUs);
  } else {
    writer.double(row.start);
    writer.double(row.end);
  }
  if (responseUs !== lengthUs) writer.signed(responseUs);
  if (moreUs !== 0) writer.signed(moreUs);
  if (labels.length > 0) writeLabels(labels, writer);
}

function writeLabels(labels: readonly string[], writer: BytesWriter): void {
  writer.whole(labels.length);
  for (const label of labels) writer.text(label);
}

function readRow(reader: BytesReader, baseUs: number): ContributionRow {
  const [flags, caller, callee] = [reader.whole(), reader.whole(), reader.whole()];
  const outcome = ((flags >> OUTCOME_SHIFT) & 7) - 1;
  const even = (flags & UNEVEN) === 0;
  const start = even ? readTime(reader.signed(), baseUs) : reader.double();
  const lengthUs = even ? reader.signed() : 0;
  const end = even ? readTime(lengthUs, baseOf(start)) : reader.double();
  const responseUs = (flags & WHOLE_RESPONSE) === 0 ? reader.signed() : lengthUs;
  const moreUs = (flags & LONGER) === 0 ? 0 : reader.signed();
  return {
    caller,
    callee,
    kind: (flags & 1) as RowKind,
    start,
    end,
    outcome: outcome < 0 ? undefined : (outcome as 0 | 1 | 2 | 3),
    responseUs,
    durationUs: caller === NO_CALLER ? responseUs + moreUs : 0,
    root: (flags & ROOT) !== 0,
    labels: (flags & LABELS) === 0 ? [] : readLabels(reader),
  };
}

function readLabels(reader: BytesReader): string[] {
  return Array.from({ length: reader.whole() }, () => reader.text());
}
