import { type ContributionRow, minuteOf, type RowKind } from './contribution-row.js';
import { bytesOf, type Database, numberOf, type Statement } from './driver.js';
import type { Spans } from './spans.js';
import { addRow, emptyTotals, type Totals, withdrawRow } from './totals.js';
import { readTotals, writeTotals } from './totals-blob.js';

/** Rows kept decoded between transactions: some minutes of a large map. */
const REMEMBERED = 2_000;

/** Which row of the table: a minute, and a node or a call in it. */
export interface RollupKey {
  readonly minute: number;
  readonly caller: number;
  readonly callee: number;
  readonly kind: RowKind;
}

interface RollupRow {
  readonly key: RollupKey;
  readonly totals: Totals;
}

/**
 * The sums per minute, node and call. Changes gather in memory and reach the table by {@link write}, inside the caller's
 * transaction; when that is undone, {@link forget} drops them. Rows stay decoded for the next transaction, because
 * those of the current minute change with every one.
 */
export class Rollups {
  readonly #rows = new Map<string, RollupRow>();
  readonly #changed = new Set<string>();
  readonly #spans: Spans;
  readonly #select: Statement;
  readonly #upsert: Statement;
  readonly #delete: Statement;

  constructor(database: Database, spans: Spans) {
    this.#spans = spans;
    const where = 'WHERE minute = ? AND caller = ? AND callee = ? AND kind = ?';
    this.#select = database.prepare(`SELECT loose, totals FROM rollup ${where}`);
    this.#upsert = database.prepare(
      `INSERT INTO rollup (minute, caller, callee, kind, loose, totals) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (minute, caller, callee, kind) DO UPDATE SET loose = excluded.loose, totals = excluded.totals`,
    );
    this.#delete = database.prepare(`DELETE FROM rollup ${where}`);
  }

  /** Applies new minus stored: what one trace adds now, and what it had added before. */
  apply(added: readonly ContributionRow[], withdrawn: readonly ContributionRow[]): void {
    for (const row of added) addRow(this.#totalsFor(keyOf(row)), row);
    for (const row of withdrawn) this.#withdraw(row, added);
  }

  /** Sets extremes that were found again from the traces of a minute. */
  tighten(key: RollupKey, start: number, end: number): void {
    const totals = this.#totalsFor(key);
    totals.start = start;
    totals.end = end;
    totals.loose = false;
  }

  /** Writes what has changed since the last time. */
  write(): void {
    for (const key of this.#changed) {
      const row = this.#rows.get(key);
      if (row !== undefined) this.#writeRow(key, row);
    }
    this.#changed.clear();
    if (this.#rows.size > REMEMBERED) this.#rows.clear();
  }

  /** Drops everything in memory, after a transaction was undone. */
  forget(): void {
    this.#rows.clear();
    this.#changed.clear();
    this.#spans.forget();
  }

  /** An extreme stays exact where the same trace puts another contribution at least as far out in its place. */
  #withdraw(row: ContributionRow, added: readonly ContributionRow[]): void {
    const key = keyOf(row);
    const totals = this.#totalsFor(key);
    const wasLoose = totals.loose;
    withdrawRow(totals, row);
    if (wasLoose || !totals.loose) return;
    const peers = added.filter((other) => sameKey(keyOf(other), key));
    totals.loose = !(peers.some((a) => a.start <= row.start) && peers.some((a) => a.end >= row.end));
  }

  #totalsFor(key: RollupKey): Totals {
    const text = `${key.minute} ${key.caller} ${key.callee} ${key.kind}`;
    this.#changed.add(text);
    const known = this.#rows.get(text);
    if (known !== undefined) return known.totals;
    const totals = this.#load(key);
    this.#rows.set(text, { key, totals });
    return totals;
  }

  #load({ minute, caller, callee, kind }: RollupKey): Totals {
    const stored = this.#select.get(minute, caller, callee, kind);
    if (stored === undefined) return emptyTotals();
    return readTotals(bytesOf(stored['totals']), numberOf(stored['loose']) === 1);
  }

  #writeRow(text: string, { key, totals }: RollupRow): void {
    const { minute, caller, callee, kind } = key;
    this.#spans.changed(minute);
    if (totals.members > 0) {
      this.#upsert.run(minute, caller, callee, kind, totals.loose ? 1 : 0, writeTotals(totals));
    } else {
      this.#delete.run(minute, caller, callee, kind);
      this.#rows.delete(text);
    }
  }
}

function keyOf(row: ContributionRow): RollupKey {
  return { minute: minuteOf(row), caller: row.caller, callee: row.callee, kind: row.kind };
}

function sameKey(a: RollupKey, b: RollupKey): boolean {
  return a.minute === b.minute && a.caller === b.caller && a.callee === b.callee && a.kind === b.kind;
}
