import { NO_CALLER, type RowKind } from './contribution-row.js';
import { bytesOf, type Database, numberOf, type Row, type Statement } from './driver.js';
import type { Job } from './job.js';

/** Roll-up rows read at a time. */
const CHUNK_ROWS = 500;

/** A window in whole minutes (epoch seconds / 60): `[from, to)`. */
export interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** A row of the roll-ups: of a minute, or of the hour that begins with it. */
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
  readonly #nextHour: Statement;
  readonly #hour: Statement;

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
    this.#nextHour = database.prepare(
      'SELECT hour FROM hour WHERE hour >= ? AND hour < ? ORDER BY hour LIMIT 1',
    );
    this.#hour = database.prepare('SELECT caller, callee, kind, totals FROM hour WHERE hour = ?');
  }

  /** Visits every minute's rows, in the order of time. */
  async minutes(
    { from, to }: Minutes,
    job: Job,
    visit: (row: ScannedRow) => void,
    of: RowsOf = 'all',
  ): Promise<void> {
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

  /** Visits rows that add up to the same: those of whole hours where there are any, and of minutes around and between them. */
  async coarsely({ from, to }: Minutes, job: Job, visit: (row: ScannedRow) => void): Promise<void> {
    let minute = from;
    while (minute < to) {
      const hour = this.#hourFrom(Math.ceil(minute / 60), Math.floor(to / 60));
      await this.minutes({ from: minute, to: hour === undefined ? to : hour * 60 }, job, visit);
      if (hour === undefined) return;
      const rows = this.#hour.all(hour);
      for (const row of rows) visit(scanned(row, hour * 60));
      minute = (hour + 1) * 60;
      // The hour has changed since it was found: its minutes hold what its row would.
      if (rows.length === 0) await this.minutes({ from: hour * 60, to: minute }, job, visit);
      await job.step();
    }
  }

  #hourFrom(from: number, to: number): number | undefined {
    const row = this.#nextHour.get(from, to);
    return row === undefined ? undefined : numberOf(row['hour']);
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
