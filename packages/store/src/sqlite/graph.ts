import type { Filter } from '@radiograph/filter';
import { type ServiceGraph, serviceGraph } from '@radiograph/trace';
import type { GraphQuery } from '../trace-store.js';
import { filterOf } from './compiled-filters.js';
import { minuteOf, readRows } from './contribution-row.js';
import { type Database, numberOf, type Row, type Statement, textOf } from './driver.js';
import { GraphSums } from './graph-sums.js';
import type { Job } from './job.js';
import type { Lookup } from './lookup.js';
import { NodeNames } from './node-ids.js';
import { Overlap } from './overlap.js';
import { readRecord } from './record-text.js';
import { addRow } from './totals.js';
import { addWritten } from './totals-text.js';

/** Roll-up rows read at a time. */
const CHUNK_ROWS = 500;

/** A window in whole minutes: `[from, to)`. */
interface Minutes {
  readonly from: number;
  readonly to: number;
}

/** Draws graphs: of a window from the roll-ups, of a filter from the traces that match, of given traces from their documents. */
export class Graphs {
  readonly #lookup: Lookup;
  readonly #names: NodeNames;
  readonly #rollups: Statement;
  readonly #overlap: Overlap;

  constructor(database: Database, lookup: Lookup) {
    this.#lookup = lookup;
    this.#names = new NodeNames(database);
    this.#rollups = database.prepare(
      `SELECT minute, caller, callee, kind, totals FROM rollup
       WHERE (minute, caller, callee, kind) > (?, ?, ?, ?) AND minute < ?
       ORDER BY minute, caller, callee, kind LIMIT ${CHUNK_ROWS}`,
    );
    this.#overlap = new Overlap(database, 'record, contribution');
  }

  /** Windows are taken in whole minutes, whichever way the graph is made. Source: service-graph rules on windows. */
  async graph(query: GraphQuery, job: Job): Promise<ServiceGraph> {
    if (query.traceIds !== undefined) {
      const traces = await this.#lookup.traces([...new Set(query.traceIds)], job);
      return serviceGraph(traces.map(({ trace }) => trace));
    }
    const minutes = minutesOf(query);
    const filter = filterOf(query.filter, query.groups);
    const sums =
      filter === undefined ? this.#fromRollups(minutes, job) : this.#fromTraces(minutes, filter, job);
    return (await sums).graph(this.#names);
  }

  async #fromRollups({ from, to }: Minutes, job: Job): Promise<GraphSums> {
    const sums = new GraphSums();
    let after: readonly [number, number, number, number] = [from, -1, -1, -1];
    while (true) {
      const rows = this.#rollups.all(...after, to);
      for (const row of rows) addWritten(sums.of(keyOf(row)), textOf(row['totals']));
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK_ROWS) return sums;
      const { caller, callee, kind } = keyOf(last);
      after = [numberOf(last['minute']), caller, callee, kind];
      await job.step();
    }
  }

  async #fromTraces({ from, to }: Minutes, filter: Filter, job: Job): Promise<GraphSums> {
    const sums = new GraphSums();
    for (const traces of this.#overlap.chunks(from * 60, to * 60)) {
      for (const trace of traces) {
        if (!filter.matches(readRecord(textOf(trace['record'])))) continue;
        for (const row of readRows(textOf(trace['contribution']))) {
          const minute = minuteOf(row);
          if (minute >= from && minute < to) addRow(sums.of(row), row);
        }
      }
      await job.step();
    }
    return sums;
  }
}

function minutesOf({ start, end }: GraphQuery): Minutes {
  return {
    from: start === undefined ? Number.MIN_SAFE_INTEGER : Math.floor(start / 60),
    to: end === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(end / 60),
  };
}

function keyOf(row: Row): { caller: number; callee: number; kind: 0 | 1 } {
  return {
    caller: numberOf(row['caller']),
    callee: numberOf(row['callee']),
    kind: row['kind'] === 1 ? 1 : 0,
  };
}
