import { basename } from 'node:path';
import { sqlite } from '@radiograph/sdk/sqlite';
import Database from 'libsql';

/** The orders, kept in SQLite. */
export class OrderBook {
  readonly #database: Database.Database;

  constructor(file: string) {
    const name = basename(file);
    this.#database = sqlite(new Database(file), { name: `${name}@localhost`, url: `sqlite:${name}` });
    this.#database.exec(
      'PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, user TEXT, sku TEXT, total INTEGER, placed_at TEXT)',
    );
  }

  /** Writes an order down and gives its number. */
  add(user: string, sku: string, total: number): number {
    const insert = this.#database.prepare(
      'INSERT INTO orders (user, sku, total, placed_at) VALUES (?, ?, ?, ?)',
    );
    return Number(insert.run(user, sku, total, new Date().toISOString()).lastInsertRowid);
  }

  /** A user's five latest orders. */
  latest(user: string): readonly object[] {
    const latest = this.#database.prepare(
      'SELECT id, sku, total FROM orders WHERE user = ? ORDER BY id DESC LIMIT 5',
    );
    return latest.all(user) as object[];
  }
}
