/** What travels between an application, the daemon and the service. Pure and browser-safe. */

// For users: documents, ids, headers, sampling rules.

export type {
  Annotations,
  AnnotationValue,
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
export type {
  LocalSamplingDocument,
  LocalSamplingRate,
  LocalSamplingRule,
  SamplingRateBoost,
  SamplingRule,
  SamplingRuleRecord,
} from './sampling-rule.js';
export { isSegmentId, makeSegmentId, parseSegmentId } from './segment-id.js';
export {
  formatTraceHeader,
  parseTraceHeader,
  type SampledFlag,
  TRACE_HEADER,
  type TraceHeader,
} from './trace-header.js';
export {
  isTraceId,
  makeTraceId,
  parseTraceId,
  splitTraceId,
  type TraceIdParts,
  toW3cTraceId,
} from './trace-id.js';
export { formatTraceparent, parseTraceparent, TRACEPARENT } from './traceparent.js';

// For integrators: what daemons, services and samplers are made with.

export {
  type DatagramFault,
  type DatagramFrame,
  frameDatagram,
  frameDocuments,
  readDatagram,
  readPackedDocuments,
} from './datagram.js';
export { DATAGRAM_HEADER, PACKED_DATAGRAM_HEADER } from './datagram-header.js';
export { DATAGRAMS_HEADER, isAskedDirectly, PACKED_DATAGRAMS } from './datagram-offer.js';
export { type CleaningOptions, cleanDocument, type ParsedDocument } from './document-cleaning.js';
export { type ParsingOptions, parseDocuments } from './document-parsing.js';
export type { IntakeCounters } from './intake-counters.js';
export { type Limits, limits } from './limits.js';
export { matchesLocalRule, matchesRule, type SamplingRequest } from './sampling-rule-matching.js';
export { readSegmentId } from './segment-id.js';
export { readTraceId } from './trace-id.js';
export type { Acceptance, Rejection, RejectionCode, Verdict } from './verdict.js';
export { matchesWildcard } from './wildcard.js';
