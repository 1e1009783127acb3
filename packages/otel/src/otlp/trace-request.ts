import type { JsonValue } from '@radiograph/protocol';

/**
 * Attributes by key, their values as plain JSON: a whole number that no double holds exactly is its decimal digits as text, a double
 * that JSON cannot write is `'NaN'`, `'Infinity'` or `'-Infinity'`, bytes are base64, and a value that was left empty is `null`.
 */
export type Attributes = ReadonlyMap<string, JsonValue>;

/** A decoded `ExportTraceServiceRequest`. What the sender left out has protobuf's default: empty text, zero, an empty list. */
export interface TraceRequest {
  readonly resourceSpans: readonly ResourceSpans[];
}

/** The spans of one resource, such as one process. */
export interface ResourceSpans {
  readonly resource: Resource;
  readonly scopeSpans: readonly ScopeSpans[];
}

/** What sent the spans. */
export interface Resource {
  readonly attributes: Attributes;
}

/** The spans of one instrumentation. */
export interface ScopeSpans {
  readonly scope: Scope;
  readonly spans: readonly Span[];
}

/** The instrumentation that made the spans. */
export interface Scope {
  readonly name: string;
  readonly version: string;
}

/** One span. Ids are lower-case hex of whatever length was sent, times epoch seconds cut to microseconds. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  /** The eight trace flags of W3C, and above them whether the parent is known to be in another process. */
  readonly flags: number;
  readonly name: string;
  /** OTLP's number: 1 internal, 2 server, 3 client, 4 producer, 5 consumer; others count as internal. */
  readonly kind: number;
  readonly startTime: number;
  readonly endTime: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly status: SpanStatus;
}

/** Something that happened at one moment of a span. */
export interface SpanEvent {
  readonly name: string;
  readonly time: number;
  readonly attributes: Attributes;
}

/** A span of this or another trace that this one has to do with. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** How a span ended: `code` 0 unset, 1 ok, 2 error. */
export interface SpanStatus {
  readonly code: number;
  readonly message: string;
}
