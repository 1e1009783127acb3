import type { Span } from '../trace-request.js';
import { SpanKind } from '../wire/messages.js';
import type { SpanAttributes } from './span-attributes.js';
import { hasParent } from './span-check.js';

/** What a span is in X-Ray's model. */
export interface Role {
  /** A service's work for one request (a segment), a call to another service, or work inside a segment (subsegments). */
  readonly type: 'segment' | 'call' | 'work';
  /** Nothing of this process is around it: it is the first of the process's work, and there must be a segment for it. */
  readonly localRoot: boolean;
}

/** The parent's context came with the span, and says that the parent is in another process. */
const REMOTE_PARENT = 0x300;
const RPC_SYSTEM = ['rpc.system', 'rpc.system.name'];

/** Whether a span is a call made through an AWS SDK. */
export function isAwsCall(attributes: SpanAttributes): boolean {
  return attributes.seeText(RPC_SYSTEM) === 'aws-api';
}

/**
 * Tells a span's role from the span alone, so that it does not depend on which spans happened to be sent together.
 *
 * SERVER and CONSUMER are segments, CLIENT and PRODUCER are calls, INTERNAL and unknown kinds are work; an INTERNAL local root is
 * a segment. A local root has no parent, or a parent that its flags say is remote, or says so by `aws.span.kind`. A CONSUMER span
 * of an AWS SDK is a call, since it polls the queue: what processes the message is another span.
 */
export function roleOf(span: Span, attributes: SpanAttributes): Role {
  const localRoot =
    !hasParent(span) ||
    (span.flags & REMOTE_PARENT) === REMOTE_PARENT ||
    attributes.see('aws.span.kind') === 'LOCAL_ROOT';
  return { type: roleType(span.kind, localRoot, isAwsCall(attributes)), localRoot };
}

function roleType(kind: number, localRoot: boolean, awsCall: boolean): Role['type'] {
  if (kind === SpanKind.server) return 'segment';
  if (kind === SpanKind.client || kind === SpanKind.producer || awsCall) return 'call';
  return kind === SpanKind.consumer || localRoot ? 'segment' : 'work';
}
