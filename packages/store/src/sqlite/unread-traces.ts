import { readRows, writeRows } from './contribution-bytes.js';
import { type Database, numberOf, type Row, type Statement, transaction } from './driver.js';
import { LONG_COLUMNS, Packs, WITH_LONG } from './packs.js';
import type { SearchRows } from './search-rows.js';
import { recordOf } from './stored-record.js';

/** Traces brought forward in one transaction, so that appends do not wait long. */
const CHUNK_TRACES = 100;

/**
 * Makes the rows of searches for traces that an earlier schema stored without, from what is stored of them. Until then searches read
 * their records.
 */
export class UnreadTraces {
  readonly #database: Database;
  readonly #searchRows: SearchRows;
  readonly #packs: Packs;
  readonly #some: Statement;
  readonly #putPart: Statement;
  readonly #empty: Statement;

  constructor(database: Database, searchRows: SearchRows) {
    this.#database = database;
    this.#searchRows = searchRows;
    this.#packs = new Packs(database);
    this.#some = database.prepare(
      `SELECT entry.rid AS rid, entry.at AS at, ${LONG_COLUMNS}
       FROM entry INDEXED BY unread_entry CROSS JOIN trace ON trace.rid = entry.rid ${WITH_LONG}
       WHERE flags IS NULL LIMIT ${CHUNK_TRACES}`,
    );
    this.#putPart = database.prepare('INSERT OR REPLACE INTO part (rid, rows) VALUES (?, ?)');
    this.#empty = database.prepare("UPDATE fresh SET contribution = '' WHERE rid = ?");
  }

  /** Brings some forward; false when none is left. */
  readChunk(): boolean {
    try {
      return transaction(this.#database, () => {
        const rows = this.#some.all();
        for (const row of rows) this.#read(row);
        this.#searchRows.write();
        return rows.length > 0;
      });
    } catch (error) {
      this.#searchRows.forget();
      throw error;
    }
  }

  #read(row: Row): void {
    const { record, contribution } = this.#packs.parts(row);
    const entry = { rid: numberOf(row['rid']), at: numberOf(row['at']) };
    this.#searchRows.remove(entry);
    this.#searchRows.add(entry, recordOf(record));
    this.#putPart.run(entry.rid, writeRows(readRows(contribution)));
    this.#empty.run(entry.rid);
  }
}
