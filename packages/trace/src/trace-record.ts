import type { AnnotationValue } from '@radiograph/protocol';
import type { NodeIdentity } from './node-identity.js';
import type { OutcomeFlags } from './trace.js';

/**
 * What filter expressions see of a trace: root fields, one row per segment, one row per call, annotations, root causes.
 * Plain data, structured-cloneable. Times in epoch seconds, durations in seconds. Absent means unknown.
 */
export interface TraceRecord {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** Earliest start to latest end, asynchronous tail included. */
  readonly duration: number;
  /** Changes with every change of the trace. */
  readonly revision: number;
  readonly partial: boolean;
  readonly inferred: boolean;
  /** Any segment or call was throttled. */
  readonly throttle: boolean;
  /** The entry: the earliest root segment. Absent for a trace of orphans only. */
  readonly root?: SegmentRecord;
  /** Every segment, received and inferred. `service()` blocks hold on one of these. */
  readonly segments: readonly SegmentRecord[];
  /** Every call between nodes, as the caller saw it. `edge()` blocks hold on one of these. */
  readonly calls: readonly CallRecord[];
  readonly annotations: readonly AnnotationRecord[];
  readonly users: readonly UserRecord[];
  readonly availabilityZones: readonly string[];
  readonly instanceIds: readonly string[];
  readonly resourceArns: readonly string[];
  readonly faultRootCauses: readonly RootCause[];
  readonly errorRootCauses: readonly RootCause[];
  readonly responseTimeRootCauses: readonly RootCause[];
}

/** What the rows of a record have in common: flags, time and HTTP. */
export interface RequestRecord extends OutcomeFlags {
  readonly partial: boolean;
  readonly start: number;
  /** Seconds; absent while in progress. */
  readonly responseTime?: number;
  readonly status?: number;
  readonly method?: string;
  readonly url?: string;
  readonly userAgent?: string;
  readonly clientIp?: string;
}

/** One segment, as filters see it. */
export interface SegmentRecord extends RequestRecord {
  readonly id: string;
  readonly node: NodeIdentity;
  /** All names of the node seen on this segment; the canonical one first. */
  readonly names: readonly string[];
  readonly inferred: boolean;
  readonly root: boolean;
}

/** One call from a node to a node: flags, time and HTTP are those of the caller's subsegment. */
export interface CallRecord extends RequestRecord {
  readonly from: NodeIdentity;
  readonly to: NodeIdentity;
  /** The names under which the caller addressed the callee, the callee's own first. */
  readonly toNames: readonly string[];
}

/** One value of one annotation key, with the nodes that set it. A key may have several. */
export interface AnnotationRecord {
  readonly key: string;
  readonly value: AnnotationValue;
  readonly nodes: readonly NodeIdentity[];
}

/** A user seen in the trace, with the nodes that named it. */
export interface UserRecord {
  readonly name: string;
  readonly nodes: readonly NodeIdentity[];
}

/** A path from the entry to the culprit. */
export interface RootCause {
  readonly services: readonly RootCauseService[];
  readonly clientImpacting: boolean;
}

/** One service on a root-cause path. */
export interface RootCauseService {
  readonly node: NodeIdentity;
  readonly names: readonly string[];
  readonly inferred: boolean;
  /** Segment, then nested subsegments. */
  readonly entityPath: readonly RootCauseEntity[];
}

/** One entity on a root-cause path. */
export interface RootCauseEntity {
  readonly name: string;
  readonly remote: boolean;
  /** Share of the root's response time, 0 to 1; on response-time causes only. */
  readonly coverage?: number;
  readonly exceptions: readonly { readonly name: string; readonly message: string }[];
}
