import { readRows } from './contribution-row.js';
import type { DirtySet } from './dirty-set.js';
import { bytesOf, type Database, numberOf, type Row, type Statement, textOf, transaction } from './driver.js';
import type { NodeIds } from './node-ids.js';
import type { Rollups } from './rollups.js';
import { traceIdOf } from './trace-key.js';

/** Traces deleted in one transaction: a few milliseconds, so that appends go on in between. */
const CHUNK_TRACES = 200;

/** Deletes old traces with their documents and their part in the roll-ups. */
export class Retention {
  readonly #database: Database;
  readonly #rollups: Rollups;
  readonly #ids: NodeIds;
  readonly #dirty: DirtySet;
  readonly #select: Statement;
  readonly #deleteTrace: Statement;
  readonly #deleteDocuments: Statement;
  readonly #count: Statement;

  constructor(database: Database, rollups: Rollups, ids: NodeIds, dirty: DirtySet) {
    this.#database = database;
    this.#rollups = rollups;
    this.#ids = ids;
    this.#dirty = dirty;
    this.#select = database.prepare(
      `SELECT rid, id, contribution FROM trace WHERE at < ? ORDER BY at LIMIT ${CHUNK_TRACES}`,
    );
    this.#deleteTrace = database.prepare('DELETE FROM trace WHERE rid = ?');
    this.#deleteDocuments = database.prepare('DELETE FROM document WHERE trace = ?');
    this.#count = database.prepare('UPDATE counter SET value = value + ? WHERE name = ?');
  }

  /** Deletes a chunk of the traces before this time (epoch seconds), oldest first; gives how many, 0 when none is left. */
  deleteChunk(beforeS: number): number {
    try {
      return transaction(this.#database, () => this.#delete(this.#select.all(beforeS)));
    } catch (error) {
      this.#rollups.forget();
      this.#ids.forget();
      throw error;
    }
  }

  #delete(traces: readonly Row[]): number {
    let documents = 0;
    for (const trace of traces) documents += this.#deleteOne(trace);
    this.#rollups.write();
    this.#count.run(-traces.length, 'traces');
    this.#count.run(-documents, 'documents');
    return traces.length;
  }

  #deleteOne(trace: Row): number {
    const key = bytesOf(trace['id']);
    this.#rollups.apply([], readRows(textOf(trace['contribution'])));
    this.#deleteTrace.run(numberOf(trace['rid']));
    this.#dirty.reread(traceIdOf(key));
    return this.#deleteDocuments.run(key);
  }
}
