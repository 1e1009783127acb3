import type { AnnotationValue } from '@radiograph/protocol';
import type { CallRecord, RequestRecord, TraceRecord } from '@radiograph/trace';
import { CommonTexts } from './common-texts.js';
import type { Database, SqlInput, Statement } from './driver.js';
import { MultiInsert } from './multi-insert.js';
import type { NodeIds } from './node-ids.js';
import { ARN_KEY, INSTANCE_KEY, NoteKeys, USER_KEY, ZONE_KEY } from './note-keys.js';
import { PartyIds } from './party-ids.js';
import { REQUEST_FLAGS, requestFlags, segmentFlags, TRACE_FLAGS, traceFlags } from './row-flags.js';
import { rowText } from './row-text.js';
import { rowTime } from './row-time.js';

/** Rows of one trace are numbered from here on, times the trace's number. The schema and filters bear the same figure. */
export const ROWS_PER_TRACE: number = 2 ** 21;

/** Longer values are not indexed, so that pages of the index hold many. */
export const LONGEST_INDEXED_BYTES = 200;

/** A trace listed this much before those of the batch before is indexed at once: searches walk over every trace since the oldest that is not. */
const LATE_S = 120;

const FAILURES = [REQUEST_FLAGS.error, REQUEST_FLAGS.throttle, REQUEST_FLAGS.fault];

/** Where a trace is in the order of time. */
export interface Entry {
  readonly rid: number;
  /** Epoch seconds. */
  readonly at: number;
}

/**
 * Writes what searches read of traces. Rows gather in memory and reach the tables by {@link write}, inside the caller's transaction;
 * when that is undone, {@link forget} drops them.
 */
export class SearchRows {
  readonly #nodes: NodeIds;
  readonly #parties: PartyIds;
  readonly #keys: NoteKeys;
  readonly #texts: CommonTexts;
  readonly #entries: MultiInsert;
  readonly #segments: MultiInsert;
  readonly #calls: MultiInsert;
  readonly #notes: MultiInsert;
  readonly #noted: MultiInsert;
  readonly #unnoted: MultiInsert;
  readonly #failed: MultiInsert;
  readonly #removal: RowRemoval;
  /** The newest time of the batch before, and of this one. */
  #newestBefore = Number.NEGATIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;

  constructor(database: Database, nodes: NodeIds) {
    this.#nodes = nodes;
    this.#parties = new PartyIds(database, nodes);
    this.#keys = new NoteKeys(database);
    this.#texts = new CommonTexts(database);
    this.#entries = new MultiInsert(database, 'entry', 10);
    this.#segments = new MultiInsert(database, 'segment', 9);
    this.#calls = new MultiInsert(database, 'call', 10);
    this.#notes = new MultiInsert(database, 'note', 3);
    this.#noted = new MultiInsert(database, 'noted', 4);
    this.#unnoted = new MultiInsert(database, 'unnoted', 2);
    this.#failed = new MultiInsert(database, 'failed', 4);
    this.#removal = new RowRemoval(database);
  }

  /** Has the rows of a trace that has none. */
  add({ rid, at }: Entry, record: TraceRecord): void {
    const first = rid * ROWS_PER_TRACE;
    let measures: readonly SqlInput[] | undefined;
    for (const [n, segment] of record.segments.entries()) {
      const own = this.#measures(segment, rid);
      if (segment === record.root) measures = own;
      const party = this.#parties.idOf(segment.node, segment.names);
      this.#segments.add(first + n, party, segmentFlags(segment), ...own);
    }
    for (const [n, call] of record.calls.entries()) this.#calls.add(first + n, ...this.#call(call, rid));
    this.#addFailures({ rid, at }, record);
    const flags = traceFlags(record) | this.#addNotes({ rid, at }, record);
    measures ??= this.#measures(record.root, rid);
    this.#entries.add(at, rid, flags, rowTime(record.duration), ...measures);
  }

  /** Removes the rows of a trace, those in memory not. */
  remove(entry: Entry): void {
    this.#removal.remove(entry);
  }

  /** Writes what was added. */
  write(): void {
    for (const insert of this.#inserts()) insert.write();
    this.#newestBefore = this.#newest;
    this.#newest = Number.NEGATIVE_INFINITY;
  }

  /** Drops everything in memory, after a transaction was undone. */
  forget(): void {
    for (const insert of this.#inserts()) insert.forget();
    this.#nodes.forget();
    this.#parties.forget();
    this.#keys.forget();
    this.#texts.forget();
  }

  #inserts(): readonly MultiInsert[] {
    return [
      this.#entries,
      this.#segments,
      this.#calls,
      this.#notes,
      this.#noted,
      this.#unnoted,
      this.#failed,
    ];
  }

  #call(call: CallRecord, rid: number): SqlInput[] {
    const party = this.#parties.idOf(call.to, call.toNames);
    return [this.#nodes.idOf(call.from), party, requestFlags(call), ...this.#measures(call, rid)];
  }

  #measures(request: RequestRecord | undefined, rid: number): SqlInput[] {
    const { responseTime } = request ?? {};
    return [
      responseTime === undefined ? null : rowTime(responseTime),
      request?.status ?? null,
      this.#texts.cell(request?.method, rid),
      this.#texts.cell(request?.url, rid),
      this.#texts.cell(request?.userAgent, rid),
      this.#texts.cell(request?.clientIp, rid),
    ];
  }

  #addFailures({ rid, at }: Entry, { segments }: TraceRecord): void {
    const failures = new Map<number, Set<number>>();
    for (const segment of segments) {
      const flags = segmentFlags(segment);
      for (const kind of FAILURES) {
        if ((flags & kind) === 0) continue;
        const parties = failures.get(kind) ?? new Set();
        failures.set(kind, parties.add(this.#parties.idOf(segment.node, segment.names)));
      }
    }
    for (const [kind, parties] of failures) {
      for (const party of parties) this.#failed.add(kind, at, rid, party);
    }
  }

  /** Gives the flags that say what was left out. */
  #addNotes(entry: Entry, record: TraceRecord): number {
    let n = entry.rid * ROWS_PER_TRACE;
    let flags = 0;
    const late = this.#isLate(entry);
    if (!late) this.#unnoted.add(entry.at, entry.rid);
    for (const { key, value } of record.annotations) {
      const known = this.#keys.keyOf(key);
      if (known === undefined) flags |= TRACE_FLAGS.moreNotes;
      else this.#addNote(entry, n++, known.id, valueCell(value), late && known.indexed);
    }
    for (const { name } of record.users) this.#addNote(entry, n++, USER_KEY, rowText(name), late);
    const places = [
      [ZONE_KEY, record.availabilityZones],
      [INSTANCE_KEY, record.instanceIds],
      [ARN_KEY, record.resourceArns],
    ] as const;
    for (const [key, values] of places) {
      for (const value of values) this.#notes.add(n++, key, this.#texts.cell(value, entry.rid));
    }
    return flags;
  }

  #isLate({ at }: Entry): boolean {
    this.#newest = Math.max(this.#newest, at);
    return at < this.#newestBefore - LATE_S;
  }

  #addNote({ rid, at }: Entry, id: number, key: number, value: SqlInput, indexed: boolean): void {
    this.#notes.add(id, key, value);
    if (indexed && isIndexed(value)) this.#noted.add(key, value, at, rid);
  }
}

/** Whether a cell is short enough to be in `noted`. */
export function isIndexed(value: SqlInput): boolean {
  return !(value instanceof Uint8Array) || value.byteLength <= LONGEST_INDEXED_BYTES;
}

/** An annotation's value as a row holds it; each type of values is told by that of its cell. */
export function valueCell(value: AnnotationValue): SqlInput {
  if (typeof value === 'string') return rowText(value);
  return typeof value === 'boolean' ? String(value) : value;
}

/** Removes rows of traces. */
class RowRemoval {
  readonly #noted: Statement;
  readonly #ranges: readonly Statement[];
  readonly #entry: Statement;
  readonly #unnoted: Statement;
  readonly #failed: Statement;

  constructor(database: Database) {
    this.#noted = database.prepare(
      `DELETE FROM noted WHERE (key, value, at, rid) IN
         (SELECT key, value, ?, ? FROM note WHERE note.id >= ? AND note.id < ?)`,
    );
    this.#ranges = ['segment', 'call', 'note'].map((table) =>
      database.prepare(`DELETE FROM ${table} WHERE id >= ? AND id < ?`),
    );
    this.#failed = database.prepare('DELETE FROM failed WHERE kind = ? AND at = ? AND rid = ?');
    this.#unnoted = database.prepare('DELETE FROM unnoted WHERE at = ? AND rid = ?');
    this.#entry = database.prepare('DELETE FROM entry WHERE at = ? AND rid = ?');
  }

  remove({ rid, at }: Entry): void {
    const range = [rid * ROWS_PER_TRACE, (rid + 1) * ROWS_PER_TRACE] as const;
    this.#noted.run(at, rid, ...range);
    for (const statement of this.#ranges) statement.run(...range);
    for (const kind of FAILURES) this.#failed.run(kind, at, rid);
    this.#unnoted.run(at, rid);
    this.#entry.run(at, rid);
  }
}
