/** What travels between an application, the daemon and the service. Pure and browser-safe. */

// For users
export type {
  AnnotationValue,
  Annotations,
  AwsBlock,
  Cause,
  EntityDocument,
  ExceptionDocument,
  HttpBlock,
  HttpRequestBlock,
  HttpResponseBlock,
  IndependentSubsegmentDocument,
  JsonValue,
  LinkDocument,
  Metadata,
  SegmentDocument,
  SqlBlock,
  StackFrame,
  SubsegmentDocument,
  TraceDocument,
} from './document.js';
export { isSubsegmentDocument } from './document.js';
export { ProtocolError, type ProtocolErrorCode } from './protocol-error.js';
export { isSegmentId, makeSegmentId } from './segment-id.js';
export { isTraceId, makeTraceId, parseTraceId, splitTraceId, toW3cTraceId, type TraceIdParts } from './trace-id.js';
export { formatTraceHeader, parseTraceHeader, TRACE_HEADER, type SampledFlag, type TraceHeader } from './trace-header.js';

// For integrators
export { DATAGRAM_HEADER, frameDatagram, readDatagram, type DatagramFault, type DatagramFrame } from './datagram.js';
export { parseDocuments, type ParsedDocument, type ParsingOptions } from './document-parsing.js';
export type { IntakeCounters } from './intake-counters.js';
export { limits, type Limits } from './limits.js';
export type { Acceptance, Rejection, RejectionCode, Verdict } from './verdict.js';
