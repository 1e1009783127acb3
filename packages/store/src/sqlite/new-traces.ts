import type { Database, Statement } from './driver.js';
import { MultiInsert } from './multi-insert.js';
import { traceKey } from './trace-key.js';

/** What a trace's rows hold of it. */
export interface TraceRowValues {
  readonly id: string;
  readonly rid: number;
  /** By what time it is listed, epoch seconds. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly revision: number;
  readonly documents: number;
  readonly bytes: number;
  readonly leftOut: number;
  readonly record: string;
  /** What it adds to the graph. */
  readonly part: Uint8Array;
}

/**
 * Writes the rows of traces that are new. They gather in memory and reach the tables by {@link write}, inside the caller's transaction;
 * when that is undone, {@link forget} drops them.
 */
export class NewTraces {
  readonly #traces: MultiInsert;
  readonly #records: MultiInsert;
  readonly #parts: MultiInsert;
  readonly #count: Statement;
  #added = 0;

  constructor(database: Database) {
    this.#traces = new MultiInsert(
      database,
      'trace (rid, id, at, start, end, revision, documents, bytes, left_out)',
      9,
    );
    this.#records = new MultiInsert(database, 'fresh (rid, record, contribution)', 3);
    this.#parts = new MultiInsert(database, 'part (rid, rows)', 2);
    this.#count = database.prepare("UPDATE counter SET value = value + ? WHERE name = 'traces'");
  }

  add({ id, rid, at, start, end, revision, documents, bytes, leftOut, record, part }: TraceRowValues): void {
    this.#traces.add(rid, traceKey(id), at, start, end, revision, documents, bytes, leftOut);
    this.#records.add(rid, record, '');
    this.#parts.add(rid, part);
    this.#added++;
  }

  /** Writes what was added, and counts it. */
  write(): void {
    for (const insert of this.#inserts()) insert.write();
    if (this.#added > 0) this.#count.run(this.#added);
    this.#added = 0;
  }

  /** Drops what was added, after a transaction was undone. */
  forget(): void {
    for (const insert of this.#inserts()) insert.forget();
    this.#added = 0;
  }

  #inserts(): readonly MultiInsert[] {
    return [this.#traces, this.#records, this.#parts];
  }
}
