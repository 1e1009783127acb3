import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import type { NodeIdentity } from './node-identity.js';

/**
 * All segments of one trace id, put together. Made by `assemble`. Plain data, structured-cloneable: subsegments nest at most
 * `limits.nestingDepth` levels deep. Times in epoch seconds, durations in seconds.
 */
export interface Trace {
  readonly id: string;
  /** The earliest start of all entities. */
  readonly start: number;
  /** The latest end of all entities; what is in progress counts by its start. */
  readonly end: number;
  /** Segments received and inferred, by start, then id. */
  readonly segments: readonly AssembledSegment[];
  /** Subsegments sent on their own whose parent has not arrived ("waiting for parent"), by start, then id. */
  readonly orphans: readonly AssembledSubsegment[];
  /** Something is still in progress, or names a parent that has not arrived. */
  readonly partial: boolean;
}

/** A segment and what is known about its place in the trace. */
export interface AssembledSegment {
  readonly kind: 'segment';
  /**
   * The segment's own members, without `subsegments`: `trace_id` set, `inferred: true` where it was not received.
   * `compiledDocument` gives the whole document with the subsegments folded in.
   */
  readonly document: SegmentDocument;
  readonly node: NodeIdentity;
  readonly inferred: boolean;
  /** Inferred although its caller said that the callee sends a segment of its own (`traced`), which has not arrived. */
  readonly pending: boolean;
  /** By start, then id. */
  readonly subsegments: readonly AssembledSubsegment[];
  /** The ids of segments that name this segment itself, not one of its subsegments, as their parent. */
  readonly calleeIds: readonly string[];
  /** The entity that called this one, where it is in the trace. `segmentId` is `entityId` when the segment itself called. */
  readonly caller?: { readonly segmentId: string; readonly entityId: string };
  /** No parent id, or a parent that is not in the trace and no other root. */
  readonly root: boolean;
}

/** A subsegment in its tree. */
export interface AssembledSubsegment {
  readonly kind: 'subsegment';
  /**
   * The subsegment's own members, without `subsegments`. Inside a tree its place says what its parent is, so `type`, `trace_id`
   * and `parent_id` are absent; an orphan at the top of its tree bears them.
   */
  readonly document: SubsegmentDocument;
  /** By start, then id. */
  readonly subsegments: readonly AssembledSubsegment[];
  /** The ids of the segments (received or inferred) that this call led to, by start, then id. */
  readonly calleeIds: readonly string[];
}

/** A segment or a subsegment of an assembled trace. */
export type AssembledEntity = AssembledSegment | AssembledSubsegment;

/** The four classes of a finished request, by precedence: fault, throttle, error, ok. */
export type Outcome = 'ok' | 'error' | 'throttle' | 'fault';

/** The flags of an entity, with those its HTTP status implies where none is set. */
export interface OutcomeFlags {
  readonly error: boolean;
  readonly throttle: boolean;
  readonly fault: boolean;
}
