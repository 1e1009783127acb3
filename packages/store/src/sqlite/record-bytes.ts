import type {
  AnnotationRecord,
  CallRecord,
  NodeIdentity,
  RequestRecord,
  RootCause,
  SegmentRecord,
  TraceRecord,
} from '@radiograph/trace';
import { baseOf, writeTime } from './exact-time.js';
import { ANNOTATION, CAUSE, isShortId, RECORD, REQUEST, USUAL_STATUS } from './record-bits.js';
import type { RecordWriter } from './record-writer.js';
import { traceKey } from './trace-key.js';

/**
 * Writes a record as bytes: flags say what follows, times are whole microseconds, and texts and nodes are numbers of a vocabulary or,
 * where they are the trace's own, written at their first place. As small as the record's JSON deflated, and read in a fraction of the time.
 */
export function writeRecordBytes(record: TraceRecord, writer: RecordWriter): void {
  const baseUs = baseOf(record.start);
  writeHead(record, baseUs, writer);
  writer.list(record.segments, (segment) => writeSegment(segment, baseUs, writer));
  writer.list(record.calls, (call) => writeCall(call, baseUs, writer));
  writer.list(record.annotations, (annotation) => writeAnnotation(annotation, writer));
  writer.list(record.users, ({ name, nodes }) => {
    writer.text(name);
    writer.list(nodes, (node) => writer.node(node));
  });
  for (const places of [record.availabilityZones, record.instanceIds, record.resourceArns])
    writer.texts(places);
  for (const causes of [record.faultRootCauses, record.errorRootCauses, record.responseTimeRootCauses]) {
    writer.list(causes, (cause) => writeCause(cause, writer));
  }
}

function writeHead(record: TraceRecord, baseUs: number, writer: RecordWriter): void {
  const { id, start, end, duration, revision, partial, inferred, throttle, root } = record;
  const times = [writeTime(start, baseUs), writeTime(end, baseUs), writeTime(duration, 0)];
  const even = times.every(isShortTime);
  writer.whole(
    (partial ? RECORD.partial : 0) |
      (inferred ? RECORD.inferred : 0) |
      (throttle ? RECORD.throttle : 0) |
      (even ? 0 : RECORD.uneven),
  );
  writer.bytes(traceKey(id));
  writer.double(baseUs);
  if (even) for (const time of times) writer.signed(time as number);
  else for (const time of [start, end, duration]) writer.double(time);
  writer.whole(revision);
  writer.whole(root === undefined ? 0 : 1 + record.segments.findIndex((segment) => segment.id === root.id));
}

function writeSegment(segment: SegmentRecord, baseUs: number, writer: RecordWriter): void {
  const { id, node, names, inferred, root } = segment;
  const short = isShortId(id);
  const own = (inferred ? REQUEST.inferred : 0) | (root ? REQUEST.root : 0) | (short ? 0 : REQUEST.longId);
  const flags = own | requestFlags(segment, node, names, baseUs);
  writer.whole(flags);
  if (short) writer.hex(id);
  else writer.text(id);
  writer.node(node);
  if ((flags & REQUEST.names) !== 0) writer.texts(names);
  writeRequest(segment, flags, baseUs, writer);
}

function writeCall(call: CallRecord, baseUs: number, writer: RecordWriter): void {
  const flags = requestFlags(call, call.to, call.toNames, baseUs);
  writer.whole(flags);
  writer.node(call.from);
  writer.node(call.to);
  if ((flags & REQUEST.names) !== 0) writer.texts(call.toNames);
  writeRequest(call, flags, baseUs, writer);
}

function requestFlags(
  request: RequestRecord,
  { name }: NodeIdentity,
  names: readonly string[],
  baseUs: number,
): number {
  const { error, throttle, fault, partial, start, responseTime = 0, status } = request;
  const even = isShortTime(writeTime(start, baseUs)) && isShortTime(writeTime(responseTime, 0));
  return (
    (error ? REQUEST.error : 0) |
    (throttle ? REQUEST.throttle : 0) |
    (fault ? REQUEST.fault : 0) |
    (partial ? REQUEST.partial : 0) |
    (names.length === 1 && names[0] === name ? 0 : REQUEST.names) |
    (request.responseTime === undefined ? 0 : REQUEST.responseTime) |
    (status === undefined ? 0 : REQUEST.status) |
    (request.method === undefined ? 0 : REQUEST.method) |
    (request.url === undefined ? 0 : REQUEST.url) |
    (request.userAgent === undefined ? 0 : REQUEST.userAgent) |
    (request.clientIp === undefined ? 0 : REQUEST.clientIp) |
    (even && isShortWhole((status ?? 0) - USUAL_STATUS) ? 0 : REQUEST.uneven)
  );
}

function writeRequest(request: RequestRecord, flags: number, baseUs: number, writer: RecordWriter): void {
  const { start, responseTime, status, method, url, userAgent, clientIp } = request;
  if ((flags & REQUEST.uneven) === 0) {
    writer.signed(writeTime(start, baseUs) as number);
    if (responseTime !== undefined) writer.signed(writeTime(responseTime, 0) as number);
    if (status !== undefined) writer.signed(status - USUAL_STATUS);
  } else {
    writer.double(start);
    if (responseTime !== undefined) writer.double(responseTime);
    if (status !== undefined) writer.double(status);
  }
  for (const text of [method, url, userAgent, clientIp]) if (text !== undefined) writer.text(text);
}

function writeAnnotation({ key, value, nodes }: AnnotationRecord, writer: RecordWriter): void {
  const kind = kindOf(value);
  writer.whole(kind + ANNOTATION.kinds * nodes.length);
  writer.text(key);
  if (typeof value === 'string') writer.text(value);
  else if (kind === ANNOTATION.whole) writer.signed(value as number);
  else if (kind === ANNOTATION.double) writer.double(value as number);
  for (const node of nodes) writer.node(node);
}

function kindOf(value: AnnotationRecord['value']): number {
  if (typeof value === 'boolean') return value ? ANNOTATION.true : ANNOTATION.false;
  if (typeof value === 'string') return ANNOTATION.text;
  return isShortWhole(value) ? ANNOTATION.whole : ANNOTATION.double;
}

function writeCause({ services, clientImpacting }: RootCause, writer: RecordWriter): void {
  writer.whole(clientImpacting ? 1 : 0);
  writer.list(services, ({ node, names, inferred, entityPath }) => {
    const more = names.length !== 1 || names[0] !== node.name;
    writer.whole((inferred ? CAUSE.inferred : 0) | (more ? CAUSE.names : 0));
    writer.node(node);
    if (more) writer.texts(names);
    writer.list(entityPath, (entity) => writeEntity(entity, writer));
  });
}

function writeEntity(
  { name, remote, coverage, exceptions }: RootCause['services'][number]['entityPath'][number],
  writer: RecordWriter,
): void {
  const time = coverage === undefined ? 0 : writeTime(coverage, 0);
  writer.whole(
    (remote ? CAUSE.remote : 0) |
      (coverage === undefined ? 0 : CAUSE.coverage) |
      (isShortTime(time) ? 0 : CAUSE.uneven) |
      (exceptions.length === 0 ? 0 : CAUSE.exceptions),
  );
  writer.text(name);
  if (coverage !== undefined) {
    if (isShortTime(time)) writer.signed(time);
    else writer.double(coverage);
  }
  if (exceptions.length === 0) return;
  writer.list(exceptions, (exception) => {
    writer.text(exception.name);
    writer.text(exception.message);
  });
}

/** Whether a time is written as a whole number. */
function isShortTime(time: number | string): time is number {
  return typeof time === 'number' && isShortWhole(time);
}

/** Whether a number is whole and doubles without loss; a zero with a sign is none. */
function isShortWhole(number: number): boolean {
  return Number.isSafeInteger(2 * number) && Number.isInteger(number) && !Object.is(number, -0);
}
