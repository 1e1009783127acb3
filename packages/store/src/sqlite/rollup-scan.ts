import { NO_CALLER, type RowKind } from './contribution-row.js';
import { bytesOf, type Database, numberOf, type Row, type Statement } from './driver.js';
import type { Job } from './job.js';
import { SPAN_LENGTHS, spanStart } from './spans.js';

/** Roll-up rows read at a time. */
const CHUNK_ROWS = 500;

/** A window in whole minutes (epoch seconds / 60): `[from, to)`. */
export interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** A row of the roll-ups: of a minute, or of the span that begins with it. */
export interface ScannedRow {
  readonly minute: number;
  readonly caller: number;
  readonly callee: number;
  readonly kind: RowKind;
  readonly totals: Uint8Array;
}

/** Which rows are read: those of nodes, those of calls, or both. */
export type RowsOf = 'all' | 'nodes' | 'calls';

/** Reads the roll-ups of a window. */
export class RollupScan {
  readonly #minutes: Readonly<Record<RowsOf, Statement>>;
  readonly #nextSpan: Statement;
  readonly #span: Statement;

  constructor(database: Database) {
    const minutes = (which: string): Statement =>
      database.prepare(
        `SELECT minute, caller, callee, kind, totals FROM rollup
         WHERE (minute, caller, callee, kind) > (?, ?, ?, ?) AND minute < ? AND ${which}
         ORDER BY minute, caller, callee, kind LIMIT ${CHUNK_ROWS}`,
      );
    this.#minutes = {
      all: minutes('1'),
      nodes: minutes(`caller = ${NO_CALLER}`),
      calls: minutes(`caller <> ${NO_CALLER}`),
    };
    this.#nextSpan = database.prepare(
      'SELECT start FROM span WHERE minutes = ? AND start >= ? AND start < ? ORDER BY start LIMIT 1',
    );
    this.#span = database.prepare(
      'SELECT caller, callee, kind, totals FROM span WHERE minutes = ? AND start = ?',
    );
  }

  /** Visits every minute's rows, in the order of time. */
  async minutes(
    { from, to }: Minutes,
    job: Job,
    visit: (row: ScannedRow) => void,
    of: RowsOf = 'all',
  ): Promise<void> {
    if (from >= to) return;
    let after: readonly [number, number, number, number] = [from, -1, -1, -1];
    while (true) {
      const rows = this.#minutes[of].all(...after, to);
      for (const row of rows) visit(scanned(row, numberOf(row['minute'])));
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK_ROWS) return;
      after = [
        numberOf(last['minute']),
        numberOf(last['caller']),
        numberOf(last['callee']),
        numberOf(last['kind']),
      ];
      await job.step();
    }
  }

  /**
   * Visits rows that add up to the same: those of the longest spans, up to `longest` minutes, where there are any, and of shorter ones and
   * minutes around and between them.
   */
  coarsely(
    window: Minutes,
    job: Job,
    visit: (row: ScannedRow) => void,
    longest: number = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const lengths = SPAN_LENGTHS.filter((length) => length <= longest);
    return this.#spans(window, lengths, job, visit);
  }

  async #spans(
    { from, to }: Minutes,
    lengths: readonly number[],
    job: Job,
    visit: (row: ScannedRow) => void,
  ): Promise<void> {
    const length = lengths.at(-1);
    if (length === undefined) return this.minutes({ from, to }, job, visit);
    const shorter = lengths.slice(0, -1);
    let minute = from;
    while (minute < to) {
      const start = this.#spanFrom(length, minute, to);
      await this.#spans({ from: minute, to: start ?? to }, shorter, job, visit);
      if (start === undefined) return;
      const rows = this.#span.all(length, start);
      for (const row of rows) visit(scanned(row, start));
      minute = start + length;
      // The span has changed since it was found: what is shorter holds what its rows would.
      if (rows.length === 0) await this.#spans({ from: start, to: minute }, shorter, job, visit);
      await job.step();
    }
  }

  /** The first span of a length that lies in the window. */
  #spanFrom(length: number, from: number, to: number): number | undefined {
    const row = this.#nextSpan.get(length, spanStart(from + length - 1, length), spanStart(to, length));
    return row === undefined ? undefined : numberOf(row['start']);
  }
}

function scanned(row: Row, minute: number): ScannedRow {
  return {
    minute,
    caller: numberOf(row['caller']),
    callee: numberOf(row['callee']),
    kind: row['kind'] === 1 ? 1 : 0,
    totals: bytesOf(row['totals']),
  };
}
