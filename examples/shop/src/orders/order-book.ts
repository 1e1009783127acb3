import { basename } from 'node:path';
import * as xray from '@radiograph/sdk';
import Database from 'libsql';

const INSERT = 'INSERT INTO orders (user, sku, total, placed_at) VALUES (?, ?, ?, ?)';
const LATEST = 'SELECT id, sku, total FROM orders WHERE user = ? ORDER BY id DESC LIMIT 5';

/** The orders, kept in SQLite. */
export class OrderBook {
  readonly #database: Database.Database;
  readonly #name: string;

  constructor(file: string) {
    this.#database = new Database(file);
    this.#name = basename(file);
    this.#database.exec(
      'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, user TEXT, sku TEXT, total INTEGER, placed_at TEXT)',
    );
  }

  /** Writes an order down and gives its number. */
  add(user: string, sku: string, total: number): number {
    return this.#traced(INSERT, () =>
      Number(this.#database.prepare(INSERT).run(user, sku, total, new Date().toISOString()).lastInsertRowid),
    );
  }

  /** A user's five latest orders. */
  latest(user: string): readonly object[] {
    return this.#traced(LATEST, () => this.#database.prepare(LATEST).all(user) as object[]);
  }

  /** Records one query as X-Ray describes it: a remote subsegment with a `sql` block, without any literal value. */
  #traced<Result>(query: string, run: () => Result): Result {
    return xray.capture(`${this.#name}@localhost`, { namespace: 'remote' }, (subsegment) => {
      subsegment.setSql({
        url: `sqlite:${this.#name}`,
        database_type: 'SQLite',
        sanitized_query: query,
        preparation: 'statement',
      });
      return run();
    });
  }
}
