import { bytesOf, type Database, numberOf, type Statement, transaction } from './driver.js';
import { emptyTotals, type Totals } from './totals.js';
import { addWritten, writeTotals } from './totals-blob.js';

/**
 * Keeps the roll-ups of whole hours, from which wide windows are read: the sums of their minutes. An hour whose minutes change loses
 * its rows in the same transaction and is made again later, so that what is there is always right.
 */
export class Hours {
  readonly #database: Database;
  /** Hours known to be stale, so that the current one is marked once and not with every batch. */
  readonly #stale = new Set<number>();
  readonly #mark: Statement;
  readonly #unmark: Statement;
  readonly #drop: Statement;
  readonly #next: Statement;
  readonly #minutes: Statement;
  readonly #insert: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#mark = database.prepare('INSERT OR IGNORE INTO stale_hour (hour) VALUES (?)');
    this.#unmark = database.prepare('DELETE FROM stale_hour WHERE hour = ?');
    this.#drop = database.prepare('DELETE FROM hour WHERE hour = ?');
    this.#next = database.prepare('SELECT hour FROM stale_hour WHERE hour < ? ORDER BY hour LIMIT 1');
    this.#minutes = database.prepare(
      'SELECT caller, callee, kind, totals FROM rollup WHERE minute >= ? AND minute < ?',
    );
    this.#insert = database.prepare(
      'INSERT INTO hour (hour, caller, callee, kind, totals) VALUES (?, ?, ?, ?, ?)',
    );
  }

  /** Notes that a minute changes, inside the caller's transaction. */
  changed(minute: number): void {
    const hour = Math.floor(minute / 60);
    if (this.#stale.has(hour)) return;
    this.#mark.run(hour);
    this.#drop.run(hour);
    this.#stale.add(hour);
  }

  /** Forgets what a transaction that was undone may have marked. */
  forget(): void {
    this.#stale.clear();
  }

  /** Makes the oldest stale hour before this one (epoch seconds / 3600); false when there is none. */
  makeBefore(hour: number): boolean {
    const row = this.#next.get(hour);
    if (row === undefined) return false;
    const stale = numberOf(row['hour']);
    transaction(this.#database, () => this.#make(stale));
    this.#stale.delete(stale);
    return true;
  }

  #make(hour: number): void {
    const sums = new Map<string, { readonly key: readonly number[]; readonly totals: Totals }>();
    for (const row of this.#minutes.all(hour * 60, hour * 60 + 60)) {
      const key = [numberOf(row['caller']), numberOf(row['callee']), numberOf(row['kind'])];
      const sum = sums.get(key.join()) ?? { key, totals: emptyTotals() };
      sums.set(key.join(), sum);
      addWritten(sum.totals, bytesOf(row['totals']));
    }
    for (const { key, totals } of sums.values()) this.#insert.run(hour, ...key, writeTotals(totals));
    this.#unmark.run(hour);
  }
}
