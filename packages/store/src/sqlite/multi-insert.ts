import type { Database, SqlInput, Statement } from './driver.js';

/** Rows in one statement: beyond some dozens it gets no faster. */
const ROWS = 32;

/** Inserts rows of one table by the dozen: a call into the driver costs more than the row itself. */
export class MultiInsert {
  readonly #columns: number;
  readonly #one: Statement;
  readonly #many: Statement;
  #values: SqlInput[] = [];

  constructor(database: Database, into: string, columns: number) {
    this.#columns = columns;
    const row = `(${Array.from({ length: columns }, () => '?').join()})`;
    this.#one = database.prepare(`INSERT INTO ${into} VALUES ${row}`);
    this.#many = database.prepare(
      `INSERT INTO ${into} VALUES ${Array.from({ length: ROWS }, () => row).join()}`,
    );
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
