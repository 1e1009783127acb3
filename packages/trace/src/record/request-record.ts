import type { EntityDocument } from '@radiograph/protocol';
import type { Call } from '../calls.js';
import { outcomeFlags } from '../outcome.js';
import { isComplete, responseTime } from '../timing.js';
import type { AssembledSegment } from '../trace.js';
import type { CallRecord, RequestRecord, SegmentRecord } from '../trace-record.js';

/** The row of a segment. */
export function segmentRecord({ document, node, inferred, root }: AssembledSegment): SegmentRecord {
  return { id: document.id, node, names: [node.name], inferred, root, ...requestRecord(document) };
}

/** The row of a call. */
export function callRecord({ from, to, seen, alias }: Call): CallRecord {
  const toNames = alias === undefined ? [to.name] : [to.name, alias.name];
  return { from, to, toNames, ...requestRecord(seen) };
}

function requestRecord(document: EntityDocument): RequestRecord {
  const { request, response } = document.http ?? {};
  const time = responseTime(document);
  return {
    ...outcomeFlags(document),
    partial: !isComplete(document),
    start: document.start_time,
    ...(time !== undefined && { responseTime: time }),
    ...(response?.status !== undefined && { status: response.status }),
    ...(request?.method !== undefined && { method: request.method }),
    ...(request?.url !== undefined && { url: request.url }),
    ...(request?.user_agent !== undefined && { userAgent: request.user_agent }),
    ...(request?.client_ip !== undefined && { clientIp: request.client_ip }),
  };
}
