import { type Database, numberOf, type Statement } from './driver.js';
import { Packs, RECORD_COLUMNS, type ReadRecord, WITH_RECORD } from './packs.js';

/** Reads the records of traces by their numbers, inside the caller's snapshot. */
export class RecordReader {
  readonly #packs: Packs;
  readonly #rows: Statement;

  constructor(database: Database) {
    this.#packs = new Packs(database);
    this.#rows = database.prepare(
      `SELECT trace.rid AS rid, id, ${RECORD_COLUMNS} FROM trace ${WITH_RECORD}
       WHERE trace.rid IN (SELECT value FROM json_each(?))`,
    );
  }

  read(rids: readonly number[]): Map<number, ReadRecord> {
    if (rids.length === 0) return new Map();
    const rows = this.#rows.all(JSON.stringify(rids));
    return new Map(rows.map((row) => [numberOf(row['rid']), { row, record: this.#packs.record(row) }]));
  }
}
