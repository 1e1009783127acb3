import type {
  AnnotationRecord,
  CallRecord,
  NodeIdentity,
  RequestRecord,
  RootCause,
  RootCauseEntity,
  RootCauseService,
  SegmentRecord,
  TraceRecord,
  UserRecord,
} from '@radiograph/trace';
import { readTime } from './exact-time.js';
import { ANNOTATION, CAUSE, RECORD, REQUEST, USUAL_STATUS } from './record-bits.js';
import { RecordSource } from './record-source.js';
import type { Words } from './record-vocabulary.js';
import { traceIdOf } from './trace-key.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads what `writeRecordBytes` wrote with the same vocabulary. Nodes and lists of names are shared between records. */
export function readRecordBytes(bytes: Uint8Array, words: Words): TraceRecord {
  const source = new RecordSource(bytes, words);
  const flags = source.whole();
  const id = traceIdOf(source.bytes(16));
  source.baseUs = source.double();
  const [start, end, duration] = headTimes(source, (flags & RECORD.uneven) !== 0);
  const revision = source.whole();
  const root = source.whole();
  const segments = source.list(segmentOf);
  const entry = segments[root - 1];
  return {
    id,
    start,
    end,
    duration,
    revision,
    partial: (flags & RECORD.partial) !== 0,
    inferred: (flags & RECORD.inferred) !== 0,
    throttle: (flags & RECORD.throttle) !== 0,
    ...(entry !== undefined && { root: entry }),
    segments,
    calls: source.list(callOf),
    annotations: source.list(annotationOf),
    users: source.list(userOf),
    availabilityZones: source.texts(),
    instanceIds: source.texts(),
    resourceArns: source.texts(),
    faultRootCauses: source.list(causeOf),
    errorRootCauses: source.list(causeOf),
    responseTimeRootCauses: source.list(causeOf),
  };
}

function headTimes(source: RecordSource, uneven: boolean): [start: number, end: number, duration: number] {
  if (uneven) return [source.double(), source.double(), source.double()];
  return [
    readTime(source.signed(), source.baseUs),
    readTime(source.signed(), source.baseUs),
    readTime(source.signed(), 0),
  ];
}

function segmentOf(source: RecordSource): SegmentRecord {
  const flags = source.whole();
  const id = (flags & REQUEST.longId) === 0 ? source.hex(8) : source.text();
  const { node, names } = source.node();
  const segment: Writable<SegmentRecord> = {
    id,
    node,
    names: (flags & REQUEST.names) === 0 ? names : source.texts(),
    inferred: (flags & REQUEST.inferred) !== 0,
    root: (flags & REQUEST.root) !== 0,
    error: (flags & REQUEST.error) !== 0,
    throttle: (flags & REQUEST.throttle) !== 0,
    fault: (flags & REQUEST.fault) !== 0,
    partial: (flags & REQUEST.partial) !== 0,
    start: startOf(source, flags),
  };
  addRest(segment, source, flags);
  return segment;
}

function callOf(source: RecordSource): CallRecord {
  const flags = source.whole();
  const from = source.node().node;
  const { node: to, names } = source.node();
  const call: Writable<CallRecord> = {
    from,
    to,
    toNames: (flags & REQUEST.names) === 0 ? names : source.texts(),
    error: (flags & REQUEST.error) !== 0,
    throttle: (flags & REQUEST.throttle) !== 0,
    fault: (flags & REQUEST.fault) !== 0,
    partial: (flags & REQUEST.partial) !== 0,
    start: startOf(source, flags),
  };
  addRest(call, source, flags);
  return call;
}

function startOf(source: RecordSource, flags: number): number {
  return (flags & REQUEST.uneven) === 0 ? readTime(source.signed(), source.baseUs) : source.double();
}

/** Members that are absent are left out: they are not undefined. */
function addRest(request: Writable<RequestRecord>, source: RecordSource, flags: number): void {
  const uneven = (flags & REQUEST.uneven) !== 0;
  if ((flags & REQUEST.responseTime) !== 0)
    request.responseTime = uneven ? source.double() : readTime(source.signed(), 0);
  if ((flags & REQUEST.status) !== 0)
    request.status = uneven ? source.double() : USUAL_STATUS + source.signed();
  if ((flags & REQUEST.method) !== 0) request.method = source.text();
  if ((flags & REQUEST.url) !== 0) request.url = source.text();
  if ((flags & REQUEST.userAgent) !== 0) request.userAgent = source.text();
  if ((flags & REQUEST.clientIp) !== 0) request.clientIp = source.text();
}

function annotationOf(source: RecordSource): AnnotationRecord {
  const code = source.whole();
  const kind = code % ANNOTATION.kinds;
  return {
    key: source.text(),
    value: annotationValue(source, kind),
    nodes: nodesOf(source, (code - kind) / ANNOTATION.kinds),
  };
}

function annotationValue(source: RecordSource, kind: number): AnnotationRecord['value'] {
  if (kind === ANNOTATION.text) return source.text();
  if (kind === ANNOTATION.whole) return source.signed();
  return kind === ANNOTATION.double ? source.double() : kind === ANNOTATION.true;
}

function nodesOf(source: RecordSource, count: number): readonly NodeIdentity[] {
  return count === 1 ? source.node().alone : source.items(count, nodeOf);
}

function nodeOf(source: RecordSource): NodeIdentity {
  return source.node().node;
}

function userOf(source: RecordSource): UserRecord {
  return { name: source.text(), nodes: nodesOf(source, source.whole()) };
}

function causeOf(source: RecordSource): RootCause {
  const clientImpacting = source.whole() === 1;
  return { services: source.list(serviceOf), clientImpacting };
}

function serviceOf(source: RecordSource): RootCauseService {
  const flags = source.whole();
  const { node, names } = source.node();
  return {
    node,
    names: (flags & CAUSE.names) === 0 ? names : source.texts(),
    inferred: (flags & CAUSE.inferred) !== 0,
    entityPath: source.list(entityOf),
  };
}

function entityOf(source: RecordSource): RootCauseEntity {
  const flags = source.whole();
  const name = source.text();
  const remote = (flags & CAUSE.remote) !== 0;
  if ((flags & CAUSE.coverage) === 0) return { name, remote, exceptions: exceptionsOf(source, flags) };
  const coverage = (flags & CAUSE.uneven) === 0 ? readTime(source.signed(), 0) : source.double();
  return { name, remote, coverage, exceptions: exceptionsOf(source, flags) };
}

function exceptionOf(source: RecordSource): RootCauseEntity['exceptions'][number] {
  return { name: source.text(), message: source.text() };
}

function exceptionsOf(source: RecordSource, flags: number): RootCauseEntity['exceptions'] {
  return source.items((flags & CAUSE.exceptions) === 0 ? 0 : source.whole(), exceptionOf);
}
