import type { Database, SqlInput, Statement } from './driver.js';

/** Rows in one statement: beyond some dozens it gets no faster. */
const ROWS = 32;

/**
 * Inserts rows of one table by the dozen: a call into the driver costs more than the row itself. A row that cannot be inserted leaves
 * those before it where they are: the transaction has to be undone. Were SQLite to undo the statement alone, it would have to copy each
 * page first that the statement touches, which takes longer than the rows.
 */
export class MultiInsert {
  readonly #columns: number;
  readonly #one: Statement;
  readonly #many: Statement;
  #values: SqlInput[] = [];

  /** `into` is a table, with the names of columns where not all of them are given. */
  constructor(database: Database, into: string, columns: number) {
    this.#columns = columns;
    const row = `(${Array.from({ length: columns }, () => '?').join()})`;
    const rows = (n: number): string => Array.from({ length: n }, () => row).join();
    this.#one = database.prepare(`INSERT OR FAIL INTO ${into} VALUES ${rows(1)}`);
    this.#many = database.prepare(`INSERT OR FAIL INTO ${into} VALUES ${rows(ROWS)}`);
  }

  /** Takes a row, to be written with others. */
  add(...row: readonly SqlInput[]): void {
    this.#values.push(...row);
    if (this.#values.length < ROWS * this.#columns) return;
    this.#many.run(...this.#values);
    this.#values = [];
  }

  /** Writes what is left. */
  write(): void {
    for (let i = 0; i < this.#values.length; i += this.#columns) {
      this.#one.run(...this.#values.slice(i, i + this.#columns));
    }
    this.#values = [];
  }

  /** Drops what was not written, after a transaction was undone. */
  forget(): void {
    this.#values = [];
  }
}
