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
  if (draft.kind !== 'subsegment' || draft.owner === undefined || !isCall(draft.document)) return false;
  if (draft.children?.some((child) => child.kind === 'segment')) return false;
  return !(draft.enclosesCall && isBare(draft.document));
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
  const { name, start_time, end_time } = call;
  const parent_id = call.id;
  // Most calls have ended and all have a type: each member that is added later costs as much as several written at once.
  const document: Mutable<SegmentDocument> =
    end_time === undefined || origin === undefined
      ? { id, trace_id: traceId, parent_id, name, start_time, inferred: true }
      : { id, trace_id: traceId, parent_id, name, start_time, inferred: true, end_time, origin };
  if (end_time !== undefined) document.end_time = end_time;
  if (origin !== undefined) document.origin = origin;
  if (call.in_progress !== undefined) document.in_progress = call.in_progress;
  if (call.error !== undefined) document.error = call.error;
  if (call.throttle !== undefined) document.throttle = call.throttle;
  if (call.fault !== undefined) document.fault = call.fault;
  if (call.http !== undefined) document.http = call.http;
  if (call.aws !== undefined) document.aws = call.aws;
  if (call.sql !== undefined) document.sql = call.sql;
  return document;
}

function isBare(call: SubsegmentDocument): boolean {
  return (
    call.namespace === 'remote' && call.http === undefined && call.aws === undefined && call.sql === undefined
  );
}
