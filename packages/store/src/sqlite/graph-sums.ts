import {
  type GraphEdge,
  type GraphNode,
  mergeGraphs,
  type NodeIdentity,
  nodeKey,
  type ServiceGraph,
} from '@radiograph/trace';
import { NO_CALLER, type RowKind } from './contribution-row.js';
import { DenseCounts } from './dense-counts.js';
import { bucketTime } from './histogram-bucket.js';
import { identityFromKey, type NodeNames } from './node-ids.js';
import { type CountsByBucket, emptyTotals, type Totals } from './totals.js';

interface Sum {
  readonly caller: number;
  readonly callee: number;
  readonly kind: RowKind;
  readonly totals: Totals;
}

/** Sums per node and call over a whole window, and the graph they make. */
export class GraphSums {
  readonly #sums = new Map<string, Sum>();

  /** The sum that a row belongs to, to be added to. */
  of({ caller, callee, kind }: Omit<Sum, 'totals'>): Totals {
    const key = `${caller} ${callee} ${kind}`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known.totals;
    const totals = emptyTotals(() => new DenseCounts());
    this.#sums.set(key, { caller, callee, kind, totals });
    return totals;
  }

  /**
   * The graph. Received and inferred parts of one node, and the bare ends of calls whose node has no part in the window, are
   * handed over as separate nodes of one identity; merging makes them one by the rules of the trace room.
   */
  graph(names: NodeNames): ServiceGraph {
    const sums = [...this.#sums.values()];
    const nodes = sums.filter(({ caller }) => caller === NO_CALLER).map((sum) => nodeOf(sum, names));
    const indexes = new Map(nodes.map(({ identity }, index) => [nodeKey(identity), index]));
    const known = new Set(indexes.keys());
    const edges: GraphEdge[] = [];
    for (const { caller, callee, kind, totals } of sums) {
      if (caller === NO_CALLER) continue;
      const ends = [names.identityOf(caller), names.identityOf(callee)] as const;
      for (const identity of ends) {
        if (known.has(nodeKey(identity))) continue;
        indexes.set(nodeKey(identity), nodes.push(bareNode(identity, totals)) - 1);
      }
      const [from = 0, to = 0] = ends.map((identity) => indexes.get(nodeKey(identity)));
      edges.push(edgeOf(from, to, kind, totals));
    }
    return mergeGraphs([{ nodes, edges }]);
  }
}

function nodeOf({ callee, kind, totals }: Sum, names: NodeNames): GraphNode {
  const identity = names.identityOf(callee);
  return {
    identity,
    names: [identity.name, ...totals.labels.keys()],
    root: totals.roots > 0,
    state: kind === 1 ? 'active' : 'unknown',
    start: totals.start,
    end: totals.end,
    statistics: statisticsOf(totals),
    responseTimes: histogramOf(totals.responseTimes),
    durations: histogramOf(totals.durations),
  };
}

function bareNode(identity: NodeIdentity, { start, end }: Totals): GraphNode {
  return {
    identity,
    names: [identity.name],
    root: false,
    state: 'unknown',
    start,
    end,
    responseTimes: [],
    durations: [],
  };
}

function edgeOf(from: number, to: number, kind: RowKind, totals: Totals): GraphEdge {
  return {
    from,
    to,
    start: totals.start,
    end: totals.end,
    statistics: statisticsOf(totals),
    responseTimes: histogramOf(totals.responseTimes),
    aliases: [...totals.labels.keys()].map(identityFromKey),
    link: kind === 1,
  };
}

/** Outcomes and time as graphs show them. */
export function statisticsOf({
  outcomes: [ok, throttle, error, fault],
  totalUs,
}: Totals): GraphEdge['statistics'] {
  return { ok, throttle, error, fault, totalResponseTime: totalUs / 1e6 };
}

/** Times as graphs show them, ascending. A plain loop: a graph of hours has fifty thousand entries. */
export function histogramOf(counts: CountsByBucket): GraphEdge['responseTimes'] {
  const buckets = [...counts.keys()].sort((a, b) => a - b);
  const histogram: { value: number; count: number }[] = [];
  for (const bucket of buckets) histogram.push({ value: bucketTime(bucket), count: counts.get(bucket) ?? 0 });
  return histogram;
}
