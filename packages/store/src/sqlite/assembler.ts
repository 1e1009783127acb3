import {
  assemble,
  contribution,
  linkedTraceIds,
  type RecordOptions,
  type Trace,
  traceRecord,
} from '@radiograph/trace';
import { readRows, writeRows } from './contribution-bytes.js';
import { type ContributionRow, contributionRows } from './contribution-row.js';
import { rowKey } from './contribution-text.js';
import type { DirtyTrace } from './dirty-set.js';
import { type Database, numberOf, type Statement } from './driver.js';
import type { Links } from './links.js';
import { NewTraces, type TraceRowValues } from './new-traces.js';
import type { NodeIds } from './node-ids.js';
import type { Packer } from './packer.js';
import { writeRecord } from './record-text.js';
import type { Rollups } from './rollups.js';
import type { SearchRows } from './search-rows.js';
import { AMONG, traceKey, traceKeys } from './trace-key.js';
import { type LoadedDocuments, type StoredTraceRow, TraceRows } from './trace-row.js';
import { traceTime } from './trace-time.js';

/** What an assembler works with. */
interface AssemblerTools {
  readonly ids: NodeIds;
  readonly rollups: Rollups;
  readonly links: Links;
  readonly packer: Packer;
  readonly searchRows: SearchRows;
  readonly maxTraceBytes: number;
  /** What records are held to. */
  readonly recordOptions: RecordOptions;
}

/** Turns documents into what searches and graphs read: the trace's row, and its part in the roll-ups. */
export class Assembler {
  readonly #maxTraceBytes: number;
  readonly #recordOptions: RecordOptions;
  readonly #ids: NodeIds;
  readonly #rollups: Rollups;
  readonly #links: Links;
  readonly #packer: Packer;
  readonly #searchRows: SearchRows;
  readonly #rows: TraceRows;
  readonly #newest: Statement;
  readonly #new: NewTraces;
  readonly #update: Statement;
  readonly #putRecord: Statement;
  readonly #putPart: Statement;
  readonly #clean: Statement;
  readonly #deleteDocument: Statement;
  readonly #trim: Statement;
  readonly #count: Statement;
  readonly #countMore: Statement;
  readonly #updateLeftOut: Statement;

  #lastRid: number | undefined;

  constructor(
    database: Database,
    { ids, rollups, links, packer, searchRows, maxTraceBytes, recordOptions }: AssemblerTools,
  ) {
    this.#maxTraceBytes = maxTraceBytes;
    this.#recordOptions = recordOptions;
    this.#ids = ids;
    this.#rollups = rollups;
    this.#links = links;
    this.#packer = packer;
    this.#searchRows = searchRows;
    this.#rows = new TraceRows(database);
    this.#newest = database.prepare('SELECT max(rid) AS rid FROM trace');
    this.#new = new NewTraces(database);
    this.#update = database.prepare(
      `UPDATE trace SET at = ?, start = ?, end = ?, revision = ?, documents = ?, bytes = ?, left_out = ? WHERE id = ? AND rid = ?`,
    );
    this.#putRecord = database.prepare(
      "INSERT OR REPLACE INTO fresh (record, contribution, rid) VALUES (?, '', ?)",
    );
    this.#putPart = database.prepare('INSERT OR REPLACE INTO part (rows, rid) VALUES (?, ?)');
    this.#clean = database.prepare(`DELETE FROM dirty WHERE trace ${AMONG}`);
    this.#deleteDocument = database.prepare('DELETE FROM document WHERE rid = ?');
    this.#trim = database.prepare(
      `DELETE FROM document WHERE rid IN
         (SELECT rid FROM document WHERE trace = ? ORDER BY rid LIMIT -1 OFFSET ?)`,
    );
    this.#count = database.prepare('UPDATE counter SET value = value + ? WHERE name = ?');
    // Stores of earlier releases have no such row.
    this.#countMore = database.prepare(
      'INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value',
    );
    this.#updateLeftOut = database.prepare('UPDATE trace SET left_out = left_out + ? WHERE id = ?');
  }

  /** What is stored of the traces of a batch so far, by id; packed ones are unpacked, inside the caller's transaction. */
  stored(traces: readonly DirtyTrace[]): ReadonlyMap<string, StoredTraceRow> {
    const stored = this.#rows.rows(traces.map(({ id }) => id));
    const packed = [...stored].filter(([, row]) => row.packed);
    if (packed.length > 0) this.#packer.unpack(packed.map(([id]) => id));
    return stored;
  }

  /**
   * Recomputes one trace from all its documents, replaces its row and applies new minus stored to the roll-ups,
   * inside the caller's transaction; {@link finish} and the writing of roll-ups and search rows are the caller's.
   */
  assemble(dirty: DirtyTrace, stored: StoredTraceRow | undefined): void {
    if (stored !== undefined && stored.leftOut > 0) this.#leaveOut(dirty.id, stored);
    else this.#recompute(dirty, stored);
  }

  /** Forgets what a transaction that was undone may have numbered, and what it was to write. */
  forget(): void {
    this.#lastRid = undefined;
    this.#new.forget();
  }

  /** Writes the rows of new traces, and takes all these traces out of the durable line. */
  finish(ids: readonly string[]): void {
    this.#new.write();
    this.#clean.run(traceKeys(ids));
  }

  #recompute(dirty: DirtyTrace, stored: StoredTraceRow | undefined): void {
    const loaded = this.#load(dirty, stored);
    if (loaded.documents.length === 0) return;
    for (const rid of loaded.beyond) this.#deleteDocument.run(rid);
    this.#countLeftOut(loaded.beyond.length);
    const trace = assemble(dirty.id, loaded.documents);
    const linked = linkedTraceIds(trace);
    if (linked.length > 0 || stored !== undefined) this.#links.replace(trace.id, linked);
    this.#store(trace, stored, loaded, this.#contribute(trace, stored));
  }

  /** What arrived since a new trace became dirty is all there is of it; a trace known before is read from the table. */
  #load(dirty: DirtyTrace, stored: StoredTraceRow | undefined): LoadedDocuments {
    const { documents, bytes } = dirty;
    if (stored === undefined && documents !== undefined && bytes <= this.#maxTraceBytes) {
      return { documents, count: documents.length, bytes, beyond: [] };
    }
    return this.#rows.documents(dirty.id, this.#maxTraceBytes);
  }

  #contribute(trace: Trace, stored: StoredTraceRow | undefined): Uint8Array {
    const rows = contributionRows(
      contribution(trace, (id) => this.#linked(id)),
      this.#ids,
    );
    if (stored === undefined) this.#rollups.apply(rows, []);
    else this.#rollups.apply(...difference(rows, readRows(stored.contribution)));
    return writeRows(rows);
  }

  #linked(id: string): Trace | undefined {
    const { documents } = this.#rows.documents(id, this.#maxTraceBytes);
    return documents.length > 0 ? assemble(id, documents) : undefined;
  }

  #store(trace: Trace, stored: StoredTraceRow | undefined, loaded: LoadedDocuments, part: Uint8Array): void {
    const revision = (stored?.revision ?? 0) + 1;
    const record = traceRecord(trace, revision, this.#recordOptions);
    const { id, start, end } = trace;
    const values: TraceRowValues = {
      id,
      rid: stored?.rid ?? this.#nextRid(),
      at: traceTime(id, start),
      start,
      end,
      revision,
      documents: loaded.count,
      bytes: loaded.bytes,
      leftOut: loaded.beyond.length,
      record: writeRecord(record),
      part,
    };
    if (stored === undefined) this.#new.add(values);
    else this.#replace(values, stored);
    this.#searchRows.add(values, record);
  }

  #replace({ id, rid, at, start, end, ...values }: TraceRowValues, stored: StoredTraceRow): void {
    const { revision, documents, bytes, leftOut, record, part } = values;
    this.#update.run(at, start, end, revision, documents, bytes, leftOut, traceKey(id), rid);
    this.#putRecord.run(record, rid);
    this.#putPart.run(part, rid);
    this.#searchRows.remove({ rid, at: stored.at });
  }

  /** Numbers follow each other in the order in which traces are first seen. */
  #nextRid(): number {
    this.#lastRid ??= numberOf(this.#newest.get()?.['rid']);
    return ++this.#lastRid;
  }

  /** A trace that once met its limit takes nothing more, so that it is not read again and again. */
  #leaveOut(id: string, stored: StoredTraceRow): void {
    const dropped = this.#trim.run(traceKey(id), stored.documents);
    this.#countLeftOut(dropped);
    this.#updateLeftOut.run(dropped, traceKey(id));
  }

  #countLeftOut(documents: number): void {
    if (documents === 0) return;
    this.#count.run(-documents, 'documents');
    this.#countMore.run('left out: trace too large', documents);
  }
}

/** The rows that are new, and those that are no more; equal rows cancel out one by one. */
function difference(
  now: readonly ContributionRow[],
  before: readonly ContributionRow[],
): [added: ContributionRow[], withdrawn: ContributionRow[]] {
  const stored = countTexts(before);
  const current = countTexts(now);
  return [now.filter((row) => !takeText(stored, row)), before.filter((row) => !takeText(current, row))];
}

function countTexts(rows: readonly ContributionRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of rows.map(rowKey)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function takeText(counts: Map<string, number>, row: ContributionRow): boolean {
  const text = rowKey(row);
  const n = counts.get(text) ?? 0;
  if (n > 0) counts.set(text, n - 1);
  return n > 0;
}
