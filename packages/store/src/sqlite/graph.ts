import type { Filter } from '@radiograph/filter';
import { type ServiceGraph, serviceGraph } from '@radiograph/trace';
import type { GraphQuery } from '../trace-store.js';
import { filterOf } from './compiled-filters.js';
import { minuteOf, readRows } from './contribution-row.js';
import type { Database } from './driver.js';
import { GraphSums } from './graph-sums.js';
import type { Job } from './job.js';
import type { Lookup } from './lookup.js';
import { NodeNames } from './node-ids.js';
import { Overlap } from './overlap.js';
import { readRecord } from './record-text.js';
import { type Minutes, RollupScan } from './rollup-scan.js';
import { addRow } from './totals.js';
import { addWritten } from './totals-blob.js';

/** Draws graphs: of a window from the roll-ups, of a filter from the traces that match, of given traces from their documents. */
export class Graphs {
  readonly #lookup: Lookup;
  readonly #names: NodeNames;
  readonly #rollups: RollupScan;
  readonly #overlap: Overlap;

  constructor(database: Database, lookup: Lookup) {
    this.#lookup = lookup;
    this.#names = new NodeNames(database);
    this.#rollups = new RollupScan(database);
    this.#overlap = new Overlap(database);
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

  async #fromRollups(minutes: Minutes, job: Job): Promise<GraphSums> {
    const sums = new GraphSums();
    await this.#rollups.coarsely(minutes, job, (row) => addWritten(sums.of(row), row.totals));
    return sums;
  }

  async #fromTraces({ from, to }: Minutes, filter: Filter, job: Job): Promise<GraphSums> {
    const sums = new GraphSums();
    for (const traces of this.#overlap.chunks(from * 60, to * 60)) {
      for (const trace of traces) {
        if (!filter.matches(readRecord(trace.record))) continue;
        for (const row of readRows(trace.contribution)) {
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
