import { readTraceId, type TraceDocument } from '@radiograph/protocol';
import { type OtlpLimits, otlpLimits } from './limits.js';
import { type RejectedSpans, RejectionLog } from './mapping/rejected-spans.js';
import { checkSpan, type SpanFlaw, type SpanRules } from './mapping/span-check.js';
import { spanDocuments } from './mapping/span-documents.js';
import { describeResource } from './mapping/surroundings.js';
import type { Span, TraceRequest } from './trace-request.js';

/** What spans are held to when they are mapped. */
export interface MappingOptions {
  /** Deviations from {@link otlpLimits}. */
  readonly limits?: Partial<OtlpLimits>;
  /** Hold the rules on time of AWS's own endpoint: no span older than 14 days, more than 2 hours ahead, or 24 hours from the first. */
  readonly strict?: boolean;
  /** The current time in epoch seconds, for `strict`; the clock's when left out. */
  readonly nowS?: number;
}

/** The documents of a request, and what of it was refused. */
export interface MappedSpans {
  readonly documents: readonly TraceDocument[];
  readonly rejected: RejectedSpans;
}

/**
 * Maps spans to X-Ray's documents, as the X-Ray exporter of the OpenTelemetry collector does it, with old and new semantic
 * conventions read alike. Pure: the same span gives the same documents, whatever it is sent with and however often. Never throws.
 *
 * SERVER and CONSUMER spans, and INTERNAL spans that are a process's first work, become segments, all others subsegments that are
 * sent on their own: calls (CLIENT, PRODUCER) with a namespace, work (INTERNAL) without. A call that is a process's first work
 * gets a segment of its service around it. W3C trace ids are kept: `4efaaf4d1e87…` is `1-4efaaf4d-1e87…`.
 *
 * A span that can be no document (ids of the wrong length, no start, too large) is left out and counted; the others are taken.
 *
 * @example
 * const { documents, rejected } = mapSpans(decodeTraceRequest(body, contentType));
 */
export function mapSpans(request: TraceRequest, options: MappingOptions = {}): MappedSpans {
  const documents: TraceDocument[] = [];
  const log = new RejectionLog();
  const rules = rulesOf(options);
  const latest =
    options.strict === true ? earliestStart(request) + rules.limits.strictSpreadS : Number.POSITIVE_INFINITY;
  for (const { resource, scopeSpans } of request.resourceSpans) {
    const surroundings = describeResource(resource);
    for (const { scope, spans } of scopeSpans) {
      for (const span of spans) {
        const traceId = readTraceId(span.traceId);
        const flaw = checkSpan(span, traceId, rules) ?? checkSpread(span, latest);
        if (flaw !== undefined) log.add(flaw);
        else if (traceId !== undefined) documents.push(...spanDocuments(span, traceId, scope, surroundings));
      }
    }
  }
  return { documents, rejected: log.rejected };
}

function rulesOf({ limits, strict, nowS }: MappingOptions): SpanRules {
  return {
    limits: { ...otlpLimits, ...limits },
    strictNowS: strict === true ? (nowS ?? Date.now() / 1000) : undefined,
  };
}

function earliestStart(request: TraceRequest): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { scopeSpans } of request.resourceSpans) {
    for (const { spans } of scopeSpans) {
      for (const { startTime } of spans) if (startTime > 0 && startTime < earliest) earliest = startTime;
    }
  }
  return earliest;
}

function checkSpread({ startTime }: Span, latest: number): SpanFlaw | undefined {
  if (startTime <= latest) return undefined;
  return {
    code: 'SpansTooFarApart',
    message: 'a span starts more than 24 hours after the first of the request; send them apart',
  };
}
