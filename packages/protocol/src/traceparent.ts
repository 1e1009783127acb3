import type { TraceHeader } from './trace-header.js';
import { readTraceId, toW3cTraceId } from './trace-id.js';

/** The name of W3C's header for the same purpose as {@link TRACE_HEADER}. */
export const TRACEPARENT: string = 'traceparent';

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const NO_TRACE = /^0+$/;
const SAMPLED_BIT = 1;

/**
 * Reads W3C's `traceparent` as a trace header; `undefined` where W3C asks to ignore it. Never throws. Source: W3C Trace Context,
 * which demands lower case, refuses ids of zeros only, and lets later versions append fields.
 *
 * @example
 * parseTraceparent('00-4efaaf4d1e8720b39541901950019ee5-53995c3f42cd8ad8-01')
 * // { root: '1-4efaaf4d-1e8720b39541901950019ee5', parent: '53995c3f42cd8ad8', sampled: '1', rest: '' }
 */
export function parseTraceparent(text: string | undefined): TraceHeader | undefined {
  if (text === undefined || text.length > 512) return undefined;
  const [, version = '', trace = '', parent = '', flags = '', more] = FORM.exec(text.trim()) ?? [];
  if (version === '' || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  const root = readTraceId(trace);
  if (root === undefined || NO_TRACE.test(trace) || NO_TRACE.test(parent)) return undefined;
  const sampled = (Number.parseInt(flags, 16) & SAMPLED_BIT) === 1 ? '1' : '0';
  return { root, parent, sampled, rest: '' };
}

/**
 * Formats a trace header as W3C's `traceparent`; `undefined` where the trace or the parent is not known, which W3C demands.
 * The form has no "you decide": anything but `Sampled=1` is written as not sampled.
 */
export function formatTraceparent(header: Partial<TraceHeader>): string | undefined {
  const { root, parent, sampled } = header;
  if (root === undefined || parent === undefined) return undefined;
  return `00-${toW3cTraceId(root)}-${parent}-${sampled === '1' ? '01' : '00'}`;
}
