import type { AnnotationValue } from '@radiograph/protocol';
import type { NodeIdentity, SegmentRecord, TraceRecord } from '@radiograph/trace';
import { failureRootCause, responseTimeRootCause, type WireRootCause } from './root-cause.js';
import { seconds } from './seconds.js';
import { serviceId, TraceServices, type WireServiceId } from './service-id.js';

/** One trace as GetTraceSummaries lists it. */
export interface WireTraceSummary {
  readonly Id: string;
  readonly StartTime: number;
  readonly Duration: number;
  readonly ResponseTime?: number;
  readonly HasFault: boolean;
  readonly HasError: boolean;
  readonly HasThrottle: boolean;
  readonly IsPartial: boolean;
  readonly Http: WireHttp;
  readonly Annotations: Readonly<Record<string, readonly WireAnnotation[]>>;
  readonly Users: readonly { readonly UserName: string; readonly ServiceIds: readonly WireServiceId[] }[];
  readonly ServiceIds: readonly WireServiceId[];
  readonly ResourceARNs: readonly { readonly ARN: string }[];
  readonly InstanceIds: readonly { readonly Id: string }[];
  readonly AvailabilityZones: readonly { readonly Name: string }[];
  readonly EntryPoint?: WireServiceId;
  readonly FaultRootCauses: readonly WireRootCause[];
  readonly ErrorRootCauses: readonly WireRootCause[];
  readonly ResponseTimeRootCauses: readonly WireRootCause[];
  readonly Revision: number;
  /** Only in searches by event; see {@link matchedEventTime}. */
  readonly MatchedEventTime?: number;
}

/** `[start, end)` in epoch seconds. */
export interface EventRange {
  readonly start: number;
  readonly end: number;
}

interface WireHttp {
  readonly HttpURL?: string;
  readonly HttpStatus?: number;
  readonly HttpMethod?: string;
  readonly UserAgent?: string;
  readonly ClientIp?: string;
}

interface WireAnnotation {
  readonly AnnotationValue:
    | { readonly StringValue: string }
    | { readonly NumberValue: number }
    | { readonly BooleanValue: boolean };
  readonly ServiceIds: readonly WireServiceId[];
}

type Name = (nodes: readonly NodeIdentity[]) => readonly WireServiceId[];

/**
 * Writes a trace record as the API lists it. Fault and error are the entry's, throttle is any segment's, as in X-Ray. With `events`, what
 * a search by event looked for.
 */
export function traceSummary(record: TraceRecord, events?: EventRange): WireTraceSummary {
  const { root } = record;
  const services = new TraceServices(record);
  const name: Name = (nodes) => nodes.map((node) => services.of(node));
  return {
    Id: record.id,
    StartTime: record.start,
    Duration: seconds(record.duration),
    ...(root?.responseTime === undefined ? {} : { ResponseTime: seconds(root.responseTime) }),
    HasFault: root?.fault ?? false,
    HasError: root?.error ?? false,
    HasThrottle: record.throttle,
    IsPartial: record.partial,
    Http: root === undefined ? {} : http(root),
    Annotations: annotations(record, name),
    Users: record.users.map((user) => ({ UserName: user.name, ServiceIds: name(user.nodes) })),
    ServiceIds: services.all,
    ResourceARNs: record.resourceArns.map((ARN) => ({ ARN })),
    InstanceIds: record.instanceIds.map((Id) => ({ Id })),
    AvailabilityZones: record.availabilityZones.map((Name) => ({ Name })),
    ...(root === undefined ? {} : { EntryPoint: serviceId(root.node, root.names) }),
    FaultRootCauses: record.faultRootCauses.map(failureRootCause),
    ErrorRootCauses: record.errorRootCauses.map(failureRootCause),
    ResponseTimeRootCauses: record.responseTimeRootCauses.map(responseTimeRootCause),
    Revision: record.revision,
    ...(events === undefined ? {} : { MatchedEventTime: matchedEventTime(record, events) }),
  };
}

/** By which event a trace was found: the last beginning or end of a segment in the range; its start where a trace ran all through it. */
function matchedEventTime({ end: traceEnd, segments }: TraceRecord, { start, end }: EventRange): number {
  let latest = start;
  const note = (time: number): void => {
    if (time < end) latest = Math.max(latest, time);
  };
  note(traceEnd);
  for (const segment of segments) {
    note(segment.start);
    if (segment.responseTime !== undefined) note(seconds(segment.start + segment.responseTime));
  }
  return latest;
}

function http(root: SegmentRecord): WireHttp {
  return {
    ...(root.url === undefined ? {} : { HttpURL: root.url }),
    ...(root.status === undefined ? {} : { HttpStatus: root.status }),
    ...(root.method === undefined ? {} : { HttpMethod: root.method }),
    ...(root.userAgent === undefined ? {} : { UserAgent: root.userAgent }),
    ...(root.clientIp === undefined ? {} : { ClientIp: root.clientIp }),
  };
}

/** Built as entries: a key may be `__proto__`, which an assignment would swallow. */
function annotations(record: TraceRecord, name: Name): Readonly<Record<string, readonly WireAnnotation[]>> {
  const byKey = new Map<string, WireAnnotation[]>();
  for (const { key, value, nodes } of record.annotations) {
    const values = byKey.get(key) ?? [];
    values.push({ AnnotationValue: annotationValue(value), ServiceIds: name(nodes) });
    byKey.set(key, values);
  }
  return Object.fromEntries(byKey);
}

function annotationValue(value: AnnotationValue): WireAnnotation['AnnotationValue'] {
  if (typeof value === 'string') return { StringValue: value };
  return typeof value === 'number' ? { NumberValue: value } : { BooleanValue: value };
}
