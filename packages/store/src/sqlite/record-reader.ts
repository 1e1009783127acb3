import { type Database, numberOf, type Statement } from './driver.js';
import { Packs, RECORD_COLUMNS, WITH_RECORD } from './packs.js';
import type { StoredRecord } from './stored-record.js';

/** Reads the records of traces by their numbers, inside the caller's snapshot. */
export class RecordReader {
  readonly #packs: Packs;
  readonly #rows: Statement;

  constructor(database: Database) {
    this.#packs = new Packs(database);
    this.#rows = database.prepare(
      `SELECT trace.rid AS rid, ${RECORD_COLUMNS} FROM trace ${WITH_RECORD}
       WHERE trace.rid IN (SELECT value FROM json_each(?))`,
    );
  }

  read(rids: readonly number[]): Map<number, StoredRecord> {
    if (rids.length === 0) return new Map();
    const rows = this.#rows.all(JSON.stringify(rids));
    this.#packs.fetch(rows);
    return new Map(rows.map((row) => [numberOf(row['rid']), this.#packs.record(row)]));
  }
}
