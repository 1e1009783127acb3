import { readTime, type StoredTime } from './exact-time.js';
import type { StoredNames } from './interned.js';
import { ANNOTATION, CAUSE, isShortId, RECORD, REQUEST, requestBits, USUAL_STATUS } from './record-bits.js';
import type { CallRow, Head, NodesRow, RecordArray, SegmentRow } from './record-text.js';
import type { RecordWriter } from './record-writer.js';
import type { RowWithRequest } from './request-row.js';
import type { EntityRow, RootCauseRow, ServiceRow } from './root-cause-row.js';

/**
 * Turns the text of a record into bytes: flags say what follows, times are whole microseconds, and texts and nodes are numbers of a
 * vocabulary or, where they are the trace's own, written at their first place. As small as such texts deflated together, and read in a
 * fraction of the time. From the rows of the text, as a packed trace has one: making the record of it first would take three times as long.
 */
export function writeRecordBytes(text: string, writer: RecordWriter): void {
  const [head, nodes, texts, segments, calls, annotations, users, places, causes] = JSON.parse(
    text,
  ) as RecordArray;
  writer.begin(nodes, texts, head[1]);
  writeHead(head, writer);
  writer.list(segments, writeSegment);
  writer.list(calls, writeCall);
  writer.list(annotations, writeAnnotation);
  writer.list(users, writeUser);
  for (const list of places) writer.list(list, writeText);
  for (const list of causes) writer.list(list, writeCause);
}

function writeHead(
  [id, baseUs, start, end, duration, revision, flags, root]: Head,
  writer: RecordWriter,
): void {
  const even = isShortTime(start) && isShortTime(end) && isShortTime(duration);
  writer.whole(flags | (even ? 0 : RECORD.uneven));
  writer.hex(id.slice(2, 10) + id.slice(11));
  writer.double(baseUs);
  if (even) {
    for (const time of [start, end, duration]) writer.signed(time);
  } else {
    writer.double(readTime(start, baseUs));
    writer.double(readTime(end, baseUs));
    writer.double(readTime(duration, 0));
  }
  writer.whole(revision);
  writer.whole(root + 1);
}

function writeSegment(row: SegmentRow, writer: RecordWriter): void {
  const short = isShortId(row[0]);
  const flags = requestFlags(row, row[2]) | (short ? 0 : REQUEST.longId);
  writer.whole(flags);
  if (short) writer.hex(row[0]);
  else writer.text(row[0]);
  writer.node(row[1]);
  writeNames(row[2], writer);
  writeRequest(row, flags, writer);
}

function writeCall(row: CallRow, writer: RecordWriter): void {
  const flags = requestFlags(row, row[2]);
  writer.whole(flags);
  writer.node(row[0]);
  writer.node(row[1]);
  writeNames(row[2], writer);
  writeRequest(row, flags, writer);
}

function requestFlags(row: RowWithRequest<unknown, unknown, unknown>, names: StoredNames): number {
  const even = isShortTime(row[4]) && isShortTime(row[5] ?? 0) && isShortWhole((row[6] ?? 0) - USUAL_STATUS);
  return (
    requestBits(row[3]) |
    (names === 0 ? 0 : REQUEST.names) |
    (row[5] == null ? 0 : REQUEST.responseTime) |
    (row[6] == null ? 0 : REQUEST.status) |
    (row[7] == null ? 0 : REQUEST.method) |
    (row[8] == null ? 0 : REQUEST.url) |
    (row[9] == null ? 0 : REQUEST.userAgent) |
    (row[10] == null ? 0 : REQUEST.clientIp) |
    (even ? 0 : REQUEST.uneven)
  );
}

function writeRequest(
  row: RowWithRequest<unknown, unknown, unknown>,
  flags: number,
  writer: RecordWriter,
): void {
  const [start, responseTime, status] = [row[4], row[5], row[6]];
  if ((flags & REQUEST.uneven) === 0) {
    writer.signed(start as number);
    if (responseTime != null) writer.signed(responseTime as number);
    if (status != null) writer.signed(status - USUAL_STATUS);
  } else {
    writer.double(readTime(start, writer.baseUs));
    if (responseTime != null) writer.double(readTime(responseTime, 0));
    if (status != null) writer.double(status);
  }
  for (let cell = 7; cell < row.length; cell++) {
    const text = row[cell] as number | null;
    if (text !== null) writer.numberedText(text);
  }
}

function writeNames(names: StoredNames, writer: RecordWriter): void {
  if (names !== 0) writer.list(names, writeText);
}

function writeText(text: string, writer: RecordWriter): void {
  writer.text(text);
}

function writeAnnotation(row: RecordArray[5][number], writer: RecordWriter): void {
  const value = row[1];
  const kind = kindOf(value);
  writer.whole(kind + ANNOTATION.kinds * (row.length - 2));
  writer.numberedText(row[0]);
  if (typeof value === 'string') writer.text(value);
  else if (kind === ANNOTATION.whole) writer.signed(value as number);
  else if (kind === ANNOTATION.double) writer.double(value as number);
  for (let cell = 2; cell < row.length; cell++) writer.node(row[cell] as number);
}

function kindOf(value: string | number | boolean): number {
  if (typeof value === 'boolean') return value ? ANNOTATION.true : ANNOTATION.false;
  if (typeof value === 'string') return ANNOTATION.text;
  return isShortWhole(value) ? ANNOTATION.whole : ANNOTATION.double;
}

function writeUser(row: NodesRow<string>, writer: RecordWriter): void {
  writer.text(row[0]);
  writer.whole(row.length - 1);
  for (let cell = 1; cell < row.length; cell++) writer.node(row[cell] as number);
}

function writeCause(row: RootCauseRow, writer: RecordWriter): void {
  writer.whole(row[0]);
  writer.whole(row.length - 1);
  for (let cell = 1; cell < row.length; cell++) writeService(row[cell] as ServiceRow, writer);
}

function writeService(row: ServiceRow, writer: RecordWriter): void {
  writer.whole((row[2] === 1 ? CAUSE.inferred : 0) | (row[1] === 0 ? 0 : CAUSE.names));
  writer.node(row[0]);
  writeNames(row[1], writer);
  writer.whole(row.length - 3);
  for (let cell = 3; cell < row.length; cell++) writeEntity(row[cell] as EntityRow, writer);
}

function writeEntity(row: EntityRow, writer: RecordWriter): void {
  const coverage = row[2];
  const even = coverage === null || isShortTime(coverage);
  writer.whole(
    (row[1] === 1 ? CAUSE.remote : 0) |
      (coverage === null ? 0 : CAUSE.coverage) |
      (even ? 0 : CAUSE.uneven) |
      (row.length === 3 ? 0 : CAUSE.exceptions),
  );
  writer.numberedText(row[0]);
  if (coverage !== null) {
    if (isShortTime(coverage)) writer.signed(coverage);
    else writer.double(readTime(coverage, 0));
  }
  if (row.length === 3) return;
  writer.whole((row.length - 3) / 2);
  for (let cell = 3; cell < row.length; cell++) writer.numberedText(row[cell] as number);
}

/** Whether a time is written as a whole number. */
function isShortTime(time: StoredTime): time is number {
  return typeof time === 'number' && isShortWhole(time);
}

/** Whether a number is whole and doubles without loss; a zero with a sign is none. */
function isShortWhole(number: number): boolean {
  return Number.isSafeInteger(2 * number) && Number.isInteger(number) && !Object.is(number, -0);
}
