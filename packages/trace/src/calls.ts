import type { EntityDocument } from '@radiograph/protocol';
import type { Mutable } from './mutable.js';
import type { NodeIdentity } from './node-identity.js';
import { calleeNode, clientNode, isCall } from './node-naming.js';
import type { AssembledSegment, Trace } from './trace.js';
import { forEachSubsegment } from './walk.js';

/** One call between two nodes: an edge of the service graph before counting. */
export interface Call {
  readonly from: NodeIdentity;
  readonly to: NodeIdentity;
  /** Whose flags, times and HTTP tell how the call went: the caller's subsegment where there is one, else the called segment. */
  readonly seen: EntityDocument;
  /** The segment whose times place the call in a window: the calling one, or the root that a client called. */
  readonly caller: AssembledSegment;
  readonly callee: AssembledSegment;
  /** Under which other name the caller addressed the callee. */
  readonly alias?: NodeIdentity;
}

/**
 * Finds every call of a trace: from a client to each root, and from each segment to what its subsegments, or it itself, led to.
 * In the order of the called segments.
 */
export function callsOf(trace: Trace): Call[] {
  const callers = callingEntities(trace);
  const calls: Call[] = [];
  for (const callee of trace.segments) {
    const { caller } = callee;
    if (caller === undefined) {
      if (callee.root) calls.push(clientCall(callee));
      continue;
    }
    const calling = callers.get(caller.entityId);
    if (calling !== undefined) calls.push(callBetween(calling, callee));
  }
  return calls;
}

interface CallingEntity {
  readonly segment: AssembledSegment;
  /** Absent where a segment is named as the parent itself. */
  readonly call?: EntityDocument;
}

function callingEntities(trace: Trace): Map<string, CallingEntity> {
  const callers = new Map<string, CallingEntity>();
  for (const segment of trace.segments) {
    if (segment.calleeIds.length > 0) callers.set(segment.document.id, { segment });
    forEachSubsegment(segment, ({ document, calleeIds }) => {
      if (calleeIds.length > 0) callers.set(document.id, { segment, call: document });
    });
  }
  return callers;
}

function clientCall(root: AssembledSegment): Call {
  return { from: clientNode(root.node), to: root.node, seen: root.document, caller: root, callee: root };
}

function callBetween({ segment, call }: CallingEntity, callee: AssembledSegment): Call {
  const alias = call === undefined ? undefined : aliasOf(call, callee);
  const made: Mutable<Call> = {
    from: segment.node,
    to: callee.node,
    seen: call ?? callee.document,
    caller: segment,
    callee,
  };
  if (alias !== undefined) made.alias = alias;
  return made;
}

function aliasOf(call: EntityDocument, callee: AssembledSegment): NodeIdentity | undefined {
  if (callee.inferred || !isCall(call)) return undefined;
  const addressed = calleeNode(call);
  return addressed.name === callee.node.name ? undefined : addressed;
}
