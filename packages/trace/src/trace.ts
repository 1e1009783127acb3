import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import type { NodeIdentity } from './node-identity.js';

/** All segments of one trace id, put together. Made by `assemble`. Times in epoch seconds, durations in seconds. */
export interface Trace {
  readonly id: string;
  /** The earliest start of all entities. */
  readonly start: number;
  /** The latest end of all entities, or the latest start where nothing has ended yet. */
  readonly end: number;
  /** Segments received and inferred, by start, then id. */
  readonly segments: readonly AssembledSegment[];
  /** Subsegments sent on their own whose parent has not arrived ("waiting for parent"), by start, then id. */
  readonly orphans: readonly AssembledSubsegment[];
  /** Something is still in progress. */
  readonly partial: boolean;
}

/** A segment with its subsegments folded in. */
export interface AssembledSegment {
  readonly kind: 'segment';
  /** The document as compiled: subsegments folded in, `trace_id` set, `inferred: true` where the service made it. */
  readonly document: SegmentDocument;
  readonly node: NodeIdentity;
  readonly inferred: boolean;
  readonly subsegments: readonly AssembledSubsegment[];
  /** The entity that called this one, where it is in the trace. */
  readonly caller?: { readonly segmentId: string; readonly entityId: string };
  /** No parent id, or a parent that is not in the trace and no other root. */
  readonly root: boolean;
}

/** A subsegment in its tree. */
export interface AssembledSubsegment {
  readonly kind: 'subsegment';
  readonly document: SubsegmentDocument;
  readonly subsegments: readonly AssembledSubsegment[];
  /** The id of a segment (received or inferred) that this call led to. */
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

