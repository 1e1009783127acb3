import { isSegmentId, limits } from '@radiograph/protocol';
import type { OtlpLimits } from '../limits.js';
import type { Span } from '../trace-request.js';
import { spanSize } from './span-size.js';

/** Why a span is refused: X-Ray's codes of documents, and two that only AWS's own endpoint has, under `strict`. */
export type SpanRejectionCode =
  | 'InvalidTraceId'
  | 'InvalidId'
  | 'InvalidParentId'
  | 'MissingStartTime'
  | 'InvalidStartTime'
  | 'InvalidEndTime'
  | 'SegmentTooLarge'
  | 'SpanTooOld'
  | 'SpanTooFarAhead'
  | 'SpansTooFarApart';

/** A refused span: the code, and a sentence that says what and what to send instead. */
export interface SpanFlaw {
  readonly code: SpanRejectionCode;
  readonly message: string;
}

/** What spans are held to. */
export interface SpanRules {
  readonly limits: OtlpLimits;
  /** The current time in epoch seconds, where the rules of AWS's endpoint hold as well. */
  readonly strictNowS: number | undefined;
}

const ONLY_ZEROS = /^0*$/;
const SHOWN_CHARACTERS = 64;

/** Looks for what makes a span no document; `undefined` where nothing does. `traceId` is the span's in X-Ray's form, if it has one. */
export function checkSpan(span: Span, traceId: string | undefined, rules: SpanRules): SpanFlaw | undefined {
  return (
    checkTraceId(span, traceId) ??
    checkIds(span) ??
    checkTimes(span, rules) ??
    checkSize(span, rules.limits.spanSize)
  );
}

/** Whether a span names a parent: an id of zeros, as some senders write, is none. */
export function hasParent({ parentSpanId }: Span): boolean {
  return !ONLY_ZEROS.test(parentSpanId);
}

function checkTraceId(span: Span, traceId: string | undefined): SpanFlaw | undefined {
  if (traceId !== undefined && !ONLY_ZEROS.test(span.traceId)) return undefined;
  const problem = `the trace id is ${shown(span.traceId)}; send 16 bytes that are not all zero`;
  return { code: 'InvalidTraceId', message: problem };
}

function checkIds({ spanId, parentSpanId }: Span): SpanFlaw | undefined {
  if (!isSegmentId(spanId) || ONLY_ZEROS.test(spanId)) {
    return {
      code: 'InvalidId',
      message: `the span id is ${shown(spanId)}; send 8 bytes that are not all zero`,
    };
  }
  if (ONLY_ZEROS.test(parentSpanId) || isSegmentId(parentSpanId)) return undefined;
  return {
    code: 'InvalidParentId',
    message: `the parent's id is ${shown(parentSpanId)}; send 8 bytes, or none`,
  };
}

function checkTimes(
  { startTime, endTime }: Span,
  { limits: held, strictNowS }: SpanRules,
): SpanFlaw | undefined {
  if (startTime === 0)
    return { code: 'MissingStartTime', message: 'a start time is missing; send nanoseconds since 1970' };
  if (startTime > limits.latestTimeS)
    return { code: 'InvalidStartTime', message: tooLate('start', startTime) };
  if (endTime > limits.latestTimeS) return { code: 'InvalidEndTime', message: tooLate('end', endTime) };
  if (strictNowS === undefined) return undefined;
  if (startTime < strictNowS - held.strictSpanAgeS) {
    return { code: 'SpanTooOld', message: 'a span started more than 14 days ago; X-Ray takes no older ones' };
  }
  if (startTime > strictNowS + held.strictSpanAheadS) {
    return {
      code: 'SpanTooFarAhead',
      message: "a span starts more than 2 hours from now; set the sender's clock",
    };
  }
  return undefined;
}

function checkSize(span: Span, greatest: number): SpanFlaw | undefined {
  const size = spanSize(span);
  if (size <= greatest) return undefined;
  return {
    code: 'SegmentTooLarge',
    message: `a span has the size ${size}, over the limit of ${greatest}; send less in it`,
  };
}

function tooLate(which: string, seconds: number): string {
  return `the ${which} time is ${seconds} seconds after 1970; send nanoseconds`;
}

function shown(id: string): string {
  return id === '' ? 'missing' : `'${id.slice(0, SHOWN_CHARACTERS)}'`;
}
