import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import type { Mutable } from '../mutable.js';
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
  origin?: string,
): SegmentDocument {
  const { name, start_time } = call;
  const document: Mutable<SegmentDocument> = {
    id,
    trace_id: traceId,
    parent_id: call.id,
    name,
    start_time,
    inferred: true,
  };
  if (call.end_time !== undefined) document.end_time = call.end_time;
  if (call.in_progress !== undefined) document.in_progress = call.in_progress;
  if (call.error !== undefined) document.error = call.error;
  if (call.throttle !== undefined) document.throttle = call.throttle;
  if (call.fault !== undefined) document.fault = call.fault;
  if (call.http !== undefined) document.http = call.http;
  if (call.aws !== undefined) document.aws = call.aws;
  if (call.sql !== undefined) document.sql = call.sql;
  if (origin !== undefined) document.origin = origin;
  return document;
}

function isBare(call: SubsegmentDocument): boolean {
  return (
    call.namespace === 'remote' && call.http === undefined && call.aws === undefined && call.sql === undefined
  );
}
