import type { EntityDocument } from '@radiograph/protocol';
import type { Call } from '../calls.js';
import type { Mutable } from '../mutable.js';
import { outcomeFlags } from '../outcome.js';
import { isComplete, responseTime } from '../timing.js';
import type { AssembledSegment } from '../trace.js';
import type { CallRecord, RequestRecord, SegmentRecord } from '../trace-record.js';

/** The row of a segment. */
export function segmentRecord({ document, node, inferred, root }: AssembledSegment): SegmentRecord {
  const { error, throttle, fault } = outcomeFlags(document);
  const record: Mutable<SegmentRecord> = {
    id: document.id,
    node,
    names: [node.name],
    inferred,
    root,
    error,
    throttle,
    fault,
    partial: !isComplete(document),
    start: document.start_time,
  };
  addOptional(record, document);
  return record;
}

/** The row of a call. */
export function callRecord({ from, to, seen, alias }: Call): CallRecord {
  const { error, throttle, fault } = outcomeFlags(seen);
  const record: Mutable<CallRecord> = {
    from,
    to,
    toNames: alias === undefined ? [to.name] : [to.name, alias.name],
    error,
    throttle,
    fault,
    partial: !isComplete(seen),
    start: seen.start_time,
  };
  addOptional(record, seen);
  return record;
}

function addOptional(record: Mutable<RequestRecord>, document: EntityDocument): void {
  const time = responseTime(document);
  if (time !== undefined) record.responseTime = time;
  const { request, response } = document.http ?? {};
  if (response?.status !== undefined) record.status = response.status;
  if (request?.method !== undefined) record.method = request.method;
  if (request?.url !== undefined) record.url = request.url;
  if (request?.user_agent !== undefined) record.userAgent = request.user_agent;
  if (request?.client_ip !== undefined) record.clientIp = request.client_ip;
}
