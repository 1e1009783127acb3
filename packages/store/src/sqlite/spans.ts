import { bytesOf, type Database, numberOf, type Statement, transaction } from './driver.js';
import { emptyTotals, type Totals } from './totals.js';
import { addWritten, writeTotals } from './totals-blob.js';

/** How long spans are, in minutes, the shortest first: each fits into the next a whole number of times. */
export const SPAN_LENGTHS: readonly number[] = [10, 60];

/** Where the span of a length that holds a minute begins. */
export function spanStart(minute: number, length: number): number {
  return Math.floor(minute / length) * length;
}

/**
 * Keeps the roll-ups of ten minutes and of hours, from which wide windows are read: the sums of their minutes. A span whose minutes change
 * loses its rows in the same transaction and is made again later, so that what is there is always right.
 */
export class Spans {
  readonly #database: Database;
  /** Spans known to be stale, by length, so that the current ones are marked once and not with every batch. */
  readonly #stale = new Map(SPAN_LENGTHS.map((length) => [length, new Set<number>()]));
  readonly #mark: Statement;
  readonly #unmark: Statement;
  readonly #drop: Statement;
  readonly #next: Statement;
  readonly #minutes: Statement;
  readonly #shorter: Statement;
  readonly #insert: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#mark = database.prepare('INSERT OR IGNORE INTO stale_span (minutes, start) VALUES (?, ?)');
    this.#unmark = database.prepare('DELETE FROM stale_span WHERE minutes = ? AND start = ?');
    this.#drop = database.prepare('DELETE FROM span WHERE minutes = ? AND start = ?');
    this.#next = database.prepare(
      'SELECT minutes, start FROM stale_span WHERE start + minutes <= ? ORDER BY minutes, start LIMIT 1',
    );
    this.#minutes = database.prepare(
      'SELECT caller, callee, kind, totals FROM rollup WHERE minute >= ? AND minute < ?',
    );
    this.#shorter = database.prepare(
      'SELECT caller, callee, kind, totals FROM span WHERE minutes = ? AND start >= ? AND start < ?',
    );
    this.#insert = database.prepare(
      'INSERT INTO span (minutes, start, caller, callee, kind, totals) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** Notes that a minute changes, inside the caller's transaction. */
  changed(minute: number): void {
    for (const [length, stale] of this.#stale) {
      const start = spanStart(minute, length);
      if (stale.has(start)) continue;
      this.#mark.run(length, start);
      this.#drop.run(length, start);
      stale.add(start);
    }
  }

  /** Forgets what a transaction that was undone may have marked. */
  forget(): void {
    for (const stale of this.#stale.values()) stale.clear();
  }

  /** Makes a stale span that ends before this minute (epoch seconds / 60), short ones first; false when there is none. */
  makeBefore(minute: number): boolean {
    const row = this.#next.get(minute);
    if (row === undefined) return false;
    const [length, start] = [numberOf(row['minutes']), numberOf(row['start'])];
    transaction(this.#database, () => this.#make(length, start));
    this.#stale.get(length)?.delete(start);
    return true;
  }

  /** The shorter spans inside of one were made before it. */
  #make(length: number, start: number): void {
    const [shorter] = SPAN_LENGTHS.filter((other) => other < length).slice(-1);
    const rows =
      shorter === undefined
        ? this.#minutes.all(start, start + length)
        : this.#shorter.all(shorter, start, start + length);
    const sums = new Map<string, { readonly key: readonly number[]; readonly totals: Totals }>();
    for (const row of rows) {
      const key = [numberOf(row['caller']), numberOf(row['callee']), numberOf(row['kind'])];
      const sum = sums.get(key.join()) ?? { key, totals: emptyTotals() };
      sums.set(key.join(), sum);
      addWritten(sum.totals, bytesOf(row['totals']));
    }
    for (const { key, totals } of sums.values()) this.#insert.run(length, start, ...key, writeTotals(totals));
    this.#unmark.run(length, start);
  }
}
