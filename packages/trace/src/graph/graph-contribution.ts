import type { NodeIdentity } from '../node-identity.js';
import type { Outcome } from '../trace.js';

/**
 * What one trace adds to service graphs: one row per segment and client, one per call. Plain data. Because rows are only ever
 * counted, a trace's rows can be added to a sum and taken away again exactly. Times in epoch seconds, durations in seconds.
 */
export interface GraphContribution {
  readonly nodes: readonly NodeContribution[];
  readonly edges: readonly EdgeContribution[];
}

/** One segment's, or one client's, part in a node. Its `start` says in which window it counts. */
export interface NodeContribution {
  readonly identity: NodeIdentity;
  readonly names: readonly string[];
  readonly root: boolean;
  /** `active` for a received segment, `unknown` for an inferred one and for clients. */
  readonly state: 'active' | 'unknown';
  readonly start: number;
  readonly end: number;
  /** Absent while in progress, and on clients: not counted. */
  readonly outcome?: Outcome;
  readonly responseTime?: number;
  /** From the segment's start to the end of its last subsegment. */
  readonly duration?: number;
}

/** One call's part in an edge. `start` and `end` are the calling segment's. */
export interface EdgeContribution {
  readonly from: NodeIdentity;
  readonly to: NodeIdentity;
  readonly start: number;
  readonly end: number;
  /** As the caller saw it. Absent while in progress: not counted. */
  readonly outcome?: Outcome;
  /** On links, the age of the event when it was received. */
  readonly responseTime?: number;
  /** Other names under which the caller addressed the callee. */
  readonly aliases: readonly NodeIdentity[];
  /** The called segment names the caller by a link, not as its parent. */
  readonly link: boolean;
}
