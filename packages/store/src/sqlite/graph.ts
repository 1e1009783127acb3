import type { Filter } from '@radiograph/filter';
import { type ServiceGraph, serviceGraph } from '@radiograph/trace';
import type { GraphQuery } from '../trace-store.js';
import { filterOf } from './compiled-filters.js';
import type { Database } from './driver.js';
import { GraphSums } from './graph-sums.js';
import type { Job } from './job.js';
import type { Lookup } from './lookup.js';
import { MatchingParts } from './matching-parts.js';
import { NodeNames } from './node-ids.js';
import { type Minutes, RollupScan } from './rollup-scan.js';
import { addRow } from './totals.js';
import { addWritten } from './totals-blob.js';
import type { TraceFinder } from './trace-finder.js';

/** Draws graphs: of a window from the roll-ups, of a filter from the traces that match, of given traces from their documents. */
export class Graphs {
  readonly #lookup: Lookup;
  readonly #names: NodeNames;
  readonly #rollups: RollupScan;
  readonly #matching: MatchingParts;

  constructor(database: Database, lookup: Lookup, finder: TraceFinder) {
    this.#lookup = lookup;
    this.#names = new NodeNames(database);
    this.#rollups = new RollupScan(database);
    this.#matching = new MatchingParts(database, finder);
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

  async #fromTraces(minutes: Minutes, filter: Filter, job: Job): Promise<GraphSums> {
    const sums = new GraphSums();
    await this.#matching.visit(minutes, filter, job, (row) => addRow(sums.of(row), row));
    return sums;
  }
}

function minutesOf({ start, end }: GraphQuery): Minutes {
  return {
    from: start === undefined ? Number.MIN_SAFE_INTEGER : Math.floor(start / 60),
    to: end === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(end / 60),
  };
}
