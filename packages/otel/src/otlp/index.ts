/** OTLP in: decodes exports of OpenTelemetry's traces and maps their spans to X-Ray's documents. Pure and browser-safe. */

// For users: from the bytes of a request to documents, and back to an answer.

export { decodeTraceRequest } from './decode-trace-request.js';
export { type MappedSpans, type MappingOptions, mapSpans } from './map-spans.js';
export type { RejectedSpans, RejectionReason } from './mapping/rejected-spans.js';
export type { SpanRejectionCode } from './mapping/span-check.js';
export { OtlpError, type OtlpErrorCode } from './otlp-error.js';
export {
  encodeErrorResponse,
  encodeTraceResponse,
  type OtlpResponse,
  type PartialSuccess,
  partialSuccess,
} from './responses.js';

// For integrators: what requests consist of, and what they are held to.

export { type OtlpLimits, otlpLimits } from './limits.js';
export type {
  Attributes,
  Resource,
  ResourceSpans,
  Scope,
  ScopeSpans,
  Span,
  SpanEvent,
  SpanLink,
  SpanStatus,
  TraceRequest,
} from './trace-request.js';
