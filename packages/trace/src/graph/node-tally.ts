import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';
import type { GraphNode } from '../service-graph.js';
import type { EdgeTally } from './edge-tally.js';
import type { NodeContribution } from './graph-contribution.js';
import { HistogramTally } from './histogram.js';
import { StatisticsTally } from './statistics-tally.js';

class Side {
  readonly requests: StatisticsTally = new StatisticsTally();
  readonly durations: HistogramTally = new HistogramTally();
}

/**
 * Adds one node up. Received and inferred segments are counted apart: a node's statistics are those of its received segments, or
 * of its inferred ones where none was received.
 */
export class NodeTally {
  /** The edges that lead away from the node, by the node they lead to. */
  readonly calls: Map<NodeTally, EdgeTally> = new Map();
  readonly links: Map<NodeTally, EdgeTally> = new Map();
  private readonly identity: NodeIdentity;
  private readonly key: string;
  private readonly names = new Set<string>();
  private readonly unknown = new Side();
  private active: Side | undefined;
  private root = false;
  private start = Number.POSITIVE_INFINITY;
  private end = Number.NEGATIVE_INFINITY;

  constructor(identity: NodeIdentity) {
    this.identity = identity;
    this.key = nodeKey(identity);
  }

  /** Whether this is the node's identity. */
  is({ name, type, accountId }: NodeIdentity): boolean {
    const { identity } = this;
    return name === identity.name && type === identity.type && accountId === identity.accountId;
  }

  /** Nothing was added: the node is only known from an edge. */
  get isEmpty(): boolean {
    return this.end < this.start;
  }

  /** Counts one segment's or client's part. */
  add(row: NodeContribution): void {
    this.cover(row.start, row.end);
    for (const name of row.names) this.names.add(name);
    this.root ||= row.root;
    const side = this.side(row.state);
    if (row.outcome === undefined || row.responseTime === undefined) return;
    side.requests.add(row.outcome, row.responseTime);
    side.durations.add(row.duration ?? row.responseTime);
  }

  /** Adds the same node of another graph. */
  merge(node: GraphNode): void {
    this.cover(node.start, node.end);
    for (const name of node.names) this.names.add(name);
    this.root ||= node.root;
    const side = this.side(node.state);
    if (node.statistics !== undefined) side.requests.merge(node.statistics, node.responseTimes);
    side.durations.merge(node.durations);
  }

  /** Widens the node's time. */
  cover(start: number, end: number): void {
    this.start = Math.min(this.start, start);
    this.end = Math.max(this.end, end);
  }

  node(): GraphNode {
    const { requests, durations } = this.active ?? this.unknown;
    const { identity, root, start, end } = this;
    const others = [...this.names].filter((name) => name !== identity.name).sort(compareText);
    const client = this.active === undefined && identity.type === 'client';
    return {
      identity,
      names: [identity.name, ...others],
      root,
      state: this.active === undefined ? 'unknown' : 'active',
      start,
      end,
      ...(!client && { statistics: requests.statistics() }),
      responseTimes: requests.responseTimes(),
      durations: durations.histogram(),
    };
  }

  /** Orders nodes by identity. */
  static compare(a: NodeTally, b: NodeTally): number {
    return compareText(a.key, b.key);
  }

  private side(state: GraphNode['state']): Side {
    if (state === 'unknown') return this.unknown;
    this.active ??= new Side();
    return this.active;
  }
}
