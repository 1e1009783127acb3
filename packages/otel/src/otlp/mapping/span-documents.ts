import type { IndependentSubsegmentDocument, SegmentDocument, TraceDocument } from '@radiograph/protocol';
import type { Scope, Span } from '../trace-request.js';
import { leftovers } from './annotations.js';
import { awsCallBlock } from './aws-call.js';
import { causeOf } from './cause.js';
import { defined, type Sparse } from './defined.js';
import { deriveId } from './derived-id.js';
import { httpBlock, httpStatus } from './http.js';
import { linkDocuments } from './links.js';
import { callName, segmentName, workName } from './name.js';
import { otelMetadata } from './otel-metadata.js';
import { type Flags, flagsOf } from './outcome.js';
import { isAwsCall, type Role, roleOf } from './role.js';
import { type Keys, SpanAttributes } from './span-attributes.js';
import { hasParent } from './span-check.js';
import { sqlBlock } from './sql.js';
import type { Surroundings } from './surroundings.js';

/** A span with what it was sent with, on its way into documents. */
interface Subject {
  readonly span: Span;
  readonly traceId: string;
  readonly attributes: SpanAttributes;
  readonly scope: Scope;
  readonly surroundings: Surroundings;
  readonly flags: Flags;
}

/** What the id of the segment around a call is derived for; see {@link deriveId}. */
const SERVICE_SEGMENT = 0;
const USER: Keys = ['enduser.id', 'user.id'];

/**
 * Makes the documents of a span that was found good: one, or for a call that is its process's first work two, the call and the segment
 * of the service that made it, whose id is derived from the span's. The members of each: see the files beside this one.
 */
export function spanDocuments(
  span: Span,
  traceId: string,
  scope: Scope,
  surroundings: Surroundings,
): readonly TraceDocument[] {
  const attributes = new SpanAttributes(span.attributes);
  const flags = flagsOf(span.status.code, httpStatus(attributes));
  const subject: Subject = { span, traceId, attributes, scope, surroundings, flags };
  const role = roleOf(span, attributes);
  if (role.type === 'segment') return [segment(subject)];
  if (!role.localRoot) return [subsegment(subject, role.type, span.parentSpanId)];
  const around = serviceSegment(subject);
  return [around, subsegment(subject, role.type, around.id)];
}

/** A span that is a segment. */
function segment(subject: Subject): SegmentDocument {
  const { span, attributes, surroundings, flags } = subject;
  const name = segmentName(span, attributes, surroundings.serviceName);
  const http = httpBlock(span, attributes, true);
  const aws = defined({ ...surroundings.aws, ...awsCallBlock(attributes, false) });
  const user = attributes.takeText(USER);
  const cause = causeOf(span, attributes, false, surroundings.language);
  const rest = leftovers(
    attributes,
    surroundings.metadata,
    otelMetadata(span, attributes, subject.scope, name),
  );
  return withoutUndefined<SegmentDocument>({
    ...head(subject, span.spanId, name),
    parent_id: hasParent(span) ? span.parentSpanId : undefined,
    ...placed(surroundings),
    aws,
    user,
    http,
    ...flags,
    cause,
    ...rest,
    links: linkDocuments(span),
  });
}

/** The segment around a call that has none: its service's, with the call's times and outcome, and nothing that is of the call. */
function serviceSegment(subject: Subject): SegmentDocument {
  const { span, attributes, surroundings, flags } = subject;
  const { metadata } = surroundings;
  return withoutUndefined<SegmentDocument>({
    ...head(
      subject,
      deriveId(span.spanId, SERVICE_SEGMENT),
      segmentName(span, attributes, surroundings.serviceName),
    ),
    parent_id: hasParent(span) ? span.parentSpanId : undefined,
    ...placed(surroundings),
    aws: surroundings.aws,
    user: attributes.takeText(USER),
    ...flags,
    metadata: Object.keys(metadata).length === 0 ? undefined : { default: metadata },
  });
}

/** A span that is a call, or work inside a segment. */
function subsegment(
  subject: Subject,
  type: Exclude<Role['type'], 'segment'>,
  parentId: string,
): TraceDocument {
  const { span, attributes, surroundings, flags } = subject;
  const awsCall = isAwsCall(attributes);
  const call = type === 'call' ? callName(span, attributes, awsCall) : undefined;
  const name = call?.name ?? workName(span);
  const http = httpBlock(span, attributes, false);
  const sql = sqlBlock(span, attributes);
  const account = call?.namespace === 'aws' ? surroundings.accountId : undefined;
  const aws = defined({ account_id: account, ...awsCallBlock(attributes, awsCall) });
  const cause = causeOf(span, attributes, type === 'call', surroundings.language);
  const rest = leftovers(attributes, undefined, otelMetadata(span, attributes, subject.scope, name));
  return withoutUndefined<IndependentSubsegmentDocument>({
    type: 'subsegment',
    ...head(subject, span.spanId, name),
    parent_id: parentId,
    namespace: call?.namespace,
    aws,
    http,
    sql,
    ...flags,
    cause,
    ...rest,
    links: linkDocuments(span),
  });
}

interface Head {
  readonly id: string;
  readonly trace_id: string;
  readonly name: string;
  readonly start_time: number;
  readonly end_time: number | undefined;
  readonly in_progress: true | undefined;
}

/** Ids, name and times. A span that has not ended is in progress; one that ends before it starts took no time. */
function head({ span, traceId }: Subject, id: string, name: string): Head {
  const { startTime: start_time, endTime } = span;
  const ended = endTime !== 0;
  return {
    id,
    trace_id: traceId,
    name,
    start_time,
    end_time: ended ? Math.max(start_time, endTime) : undefined,
    in_progress: ended ? undefined : true,
  };
}

function placed({ origin, service }: Surroundings): Pick<Sparse<SegmentDocument>, 'origin' | 'service'> {
  return { origin, service };
}

/** A document without the members that it does not have; those it must have are there. */
function withoutUndefined<T extends TraceDocument>(members: Sparse<T> & { readonly id: string }): T {
  return defined<T>(members) as T;
}
