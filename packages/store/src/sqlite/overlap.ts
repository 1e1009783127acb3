import { type Database, numberOf, type Statement } from './driver.js';
import { LONG_COLUMNS, Packs, type ReadTrace, WITH_LONG } from './packs.js';

/**
 * Traces longer than this are found by an index of their own, so that all others which touch a time are found among those that
 * started not long before it. The partial index of the schema bears the same figure. Seconds.
 */
export const LONG_TRACE_S = 600;

/**
 * The condition by which `odd_trace_by_start` holds a trace: it lasted long, or is listed far from its start (its id bears another time).
 * Word by word that of the schema: else the index is not used.
 */
export function oddTrace(alias: string): string {
  const column = (name: string): string => `${alias}.${name}`;
  const [start, end, at] = [column('start'), column('end'), column('at')];
  return `(${end} - ${start} > 600 OR abs(${at} - ${start}) > 60)`;
}

/** Traces read at a time, so that other work comes between. */
const CHUNK_TRACES = 64;

/** Finds the traces that were active in a window, whenever they began, in no particular order. */
export class Overlap {
  readonly #packs: Packs;
  readonly #recent: Statement;
  readonly #long: Statement;

  constructor(database: Database) {
    const columns = `trace.rid AS rid, start, ${LONG_COLUMNS}`;
    this.#packs = new Packs(database);
    this.#recent = database.prepare(
      `SELECT ${columns} FROM trace INDEXED BY trace_by_start ${WITH_LONG}
       WHERE (start, trace.rid) > (?, ?) AND start < ? AND end >= ? ORDER BY start, trace.rid LIMIT ${CHUNK_TRACES}`,
    );
    this.#long = database.prepare(
      `SELECT ${columns} FROM trace INDEXED BY long_trace_by_start ${WITH_LONG}
       WHERE end - start > ${LONG_TRACE_S} AND (start, trace.rid) > (?, ?) AND start < ? AND end >= ?
       ORDER BY start, trace.rid LIMIT ${CHUNK_TRACES}`,
    );
  }

  /** Traces active in `[start, end)`, epoch seconds, in chunks. */
  *chunks(start: number, end: number): Generator<readonly ReadTrace[]> {
    const recentFrom = start - LONG_TRACE_S;
    yield* this.#chunksOf(this.#recent, recentFrom, end, start);
    yield* this.#chunksOf(this.#long, Number.MIN_SAFE_INTEGER, Math.min(recentFrom, end), start);
  }

  *#chunksOf(
    statement: Statement,
    from: number,
    to: number,
    active: number,
  ): Generator<readonly ReadTrace[]> {
    let start = from;
    let rid = -1;
    while (true) {
      const traces = this.#packs.all(statement, start, rid, to, active);
      if (traces.length > 0) yield traces;
      const last = traces.at(-1);
      if (last === undefined || traces.length < CHUNK_TRACES) return;
      start = numberOf(last.row['start']);
      rid = numberOf(last.row['rid']);
    }
  }
}
