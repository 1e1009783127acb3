import type { NodeIdentity } from './node-identity.js';

/** Services and calls with statistics. Plain data, structured-cloneable; `nodes` index is the reference id. */
export interface ServiceGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A service, a resource or a client. Times in epoch seconds. */
export interface GraphNode {
  readonly identity: NodeIdentity;
  readonly names: readonly string[];
  readonly root: boolean;
  /** `active` where the node sends segments itself, `unknown` for clients and inferred nodes. */
  readonly state: 'active' | 'unknown';
  readonly start: number;
  readonly end: number;
  /** Absent on client nodes. */
  readonly statistics?: Statistics;
  readonly responseTimes: Histogram;
  readonly durations: Histogram;
}

/**
 * Calls from one node to another, as the caller saw them. `from` and `to` are indexes into `nodes`. On links, times are the ages of
 * events when they were received.
 */
export interface GraphEdge {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
  readonly statistics: Statistics;
  readonly responseTimes: Histogram;
  readonly aliases: readonly NodeIdentity[];
  readonly link: boolean;
}

/** Counts of finished requests, each in one class, and the sum of their times in seconds. */
export interface Statistics {
  readonly ok: number;
  readonly throttle: number;
  /** Errors other than throttles. */
  readonly error: number;
  readonly fault: number;
  readonly totalResponseTime: number;
}

/** Counts by representative value in seconds, ascending. */
export type Histogram = readonly HistogramEntry[];

/** One bar: a representative value in seconds and how many requests it stands for. */
export interface HistogramEntry {
  readonly value: number;
  readonly count: number;
}
