import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';
import type { GraphEdge } from '../service-graph.js';
import type { EdgeContribution } from './graph-contribution.js';
import type { NodeTally } from './node-tally.js';
import { StatisticsTally } from './statistics-tally.js';

/** Adds one edge up. */
export class EdgeTally {
  readonly from: NodeTally;
  readonly to: NodeTally;
  readonly link: boolean;
  start: number = Number.POSITIVE_INFINITY;
  end: number = Number.NEGATIVE_INFINITY;
  private readonly requests = new StatisticsTally();
  private readonly aliases = new Map<string, NodeIdentity>();

  constructor(from: NodeTally, to: NodeTally, link: boolean) {
    this.from = from;
    this.to = to;
    this.link = link;
  }

  /** Counts one call's part. */
  add(row: EdgeContribution): void {
    this.cover(row);
    if (row.outcome !== undefined && row.responseTime !== undefined) {
      this.requests.add(row.outcome, row.responseTime);
    }
  }

  /** Adds the same edge of another graph. */
  merge(edge: GraphEdge): void {
    this.cover(edge);
    this.requests.merge(edge.statistics, edge.responseTimes);
  }

  /** The edge between nodes of these indexes. */
  edge(from: number, to: number): GraphEdge {
    const aliases = [...this.aliases].sort(([a], [b]) => compareText(a, b)).map(([, alias]) => alias);
    const { start, end, link } = this;
    const statistics = this.requests.statistics();
    return { from, to, start, end, statistics, responseTimes: this.requests.responseTimes(), aliases, link };
  }

  private cover({ start, end, aliases }: Pick<GraphEdge, 'start' | 'end' | 'aliases'>): void {
    this.start = Math.min(this.start, start);
    this.end = Math.max(this.end, end);
    for (const alias of aliases) this.aliases.set(nodeKey(alias), alias);
  }
}
