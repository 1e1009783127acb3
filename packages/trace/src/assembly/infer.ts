import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import { calleeNode, isCall } from '../node-naming.js';
import type { AssembledSegment } from '../trace.js';
import type { Draft } from './draft.js';

/**
 * Whether a segment is inferred from this subsegment: it is a call of a segment that has arrived, and no segment names it as its
 * parent. A bare `remote` subsegment around another call only groups it and leads nowhere itself.
 */
export function isInferable(draft: Draft): boolean {
  const { copy, owner } = draft;
  if (copy.kind !== 'subsegment' || owner === undefined || !isCall(copy.document)) return false;
  if (draft.children.some((child) => child.copy.kind === 'segment')) return false;
  return !(draft.enclosesCall && isBare(copy.document));
}

/** Makes the segment that stands for the callee of a call of the segment `callerId` until the callee's own segment arrives. */
export function inferSegment(
  call: SubsegmentDocument,
  callerId: string,
  id: string,
  traceId: string,
): AssembledSegment {
  const node = calleeNode(call);
  return {
    kind: 'segment',
    document: inferredDocument(call, id, traceId, node.type),
    node,
    inferred: true,
    pending: call.traced === true || call.http?.request?.traced === true,
    subsegments: [],
    calleeIds: [],
    caller: { segmentId: callerId, entityId: call.id },
    root: false,
  };
}

function inferredDocument(
  call: SubsegmentDocument,
  id: string,
  traceId: string,
  origin: string | undefined,
): SegmentDocument {
  const { name, start_time, end_time, in_progress, error, throttle, fault, http, aws, sql } = call;
  return {
    id,
    trace_id: traceId,
    parent_id: call.id,
    name,
    start_time,
    ...(end_time !== undefined && { end_time }),
    ...(in_progress !== undefined && { in_progress }),
    ...(error !== undefined && { error }),
    ...(throttle !== undefined && { throttle }),
    ...(fault !== undefined && { fault }),
    ...(http !== undefined && { http }),
    ...(aws !== undefined && { aws }),
    ...(sql !== undefined && { sql }),
    ...(origin !== undefined && { origin }),
    inferred: true,
  };
}

function isBare(call: SubsegmentDocument): boolean {
  return (
    call.namespace === 'remote' && call.http === undefined && call.aws === undefined && call.sql === undefined
  );
}
