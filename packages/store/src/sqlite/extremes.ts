import { readRows, type StoredContribution } from './contribution-bytes.js';
import { minuteOf } from './contribution-row.js';
import { type Database, numberOf, type Row, type Statement, transaction } from './driver.js';
import { Overlap } from './overlap.js';
import type { RollupKey, Rollups } from './rollups.js';

interface Extremes {
  readonly key: RollupKey;
  start: number;
  end: number;
}

/** Finds the first start and last end of roll-up rows again after a contribution that may have been one was withdrawn. */
export class ExtremesRepair {
  readonly #database: Database;
  readonly #rollups: Rollups;
  readonly #next: Statement;
  readonly #loose: Statement;
  readonly #overlap: Overlap;

  constructor(database: Database, rollups: Rollups) {
    this.#database = database;
    this.#rollups = rollups;
    this.#next = database.prepare(
      'SELECT minute FROM rollup WHERE loose = 1 AND minute < ? ORDER BY minute LIMIT 1',
    );
    this.#loose = database.prepare('SELECT caller, callee, kind FROM rollup WHERE loose = 1 AND minute = ?');
    this.#overlap = new Overlap(database);
  }

  /** Repairs the oldest minute before this one; false when none needs it. */
  repairBefore(minute: number): boolean {
    const row = this.#next.get(minute);
    if (row === undefined) return false;
    this.#repair(numberOf(row['minute']));
    return true;
  }

  #repair(minute: number): void {
    const wanted = new Map<string, Extremes>();
    for (const row of this.#loose.all(minute)) {
      const key = keyFrom(row, minute);
      wanted.set(text(key), { key, start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY });
    }
    for (const traces of this.#overlap.chunks(minute * 60, minute * 60 + 60)) {
      for (const trace of traces) widen(wanted, minute, trace.contribution);
    }
    transaction(this.#database, () => {
      for (const { key, start, end } of wanted.values()) this.#rollups.tighten(key, start, end);
      this.#rollups.write();
    });
  }
}

function widen(
  wanted: ReadonlyMap<string, Extremes>,
  minute: number,
  contribution: StoredContribution,
): void {
  for (const row of readRows(contribution)) {
    if (minuteOf(row) !== minute) continue;
    const extremes = wanted.get(text({ minute, ...row }));
    if (extremes === undefined) continue;
    extremes.start = Math.min(extremes.start, row.start);
    extremes.end = Math.max(extremes.end, row.end);
  }
}

function keyFrom(row: Row, minute: number): RollupKey {
  const kind = numberOf(row['kind']) === 1 ? 1 : 0;
  return { minute, caller: numberOf(row['caller']), callee: numberOf(row['callee']), kind };
}

function text({ caller, callee, kind }: RollupKey): string {
  return `${caller} ${callee} ${kind}`;
}
