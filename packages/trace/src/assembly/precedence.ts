import { compareText } from '../order.js';
import { endOf } from '../timing.js';
import type { Draft } from './draft.js';
import { ownSegment, ownSubsegment } from './own-members.js';

const encoder = new TextEncoder();

/**
 * Says which of two copies of one id holds: positive when `a` does, negative when `b` does, 0 when they say the same.
 * A segment holds over a subsegment; what is complete over what is in progress; then the later end; then more bytes of JSON; then
 * the greater text of that JSON; then the greater parent id. Only the copy's own members count, not its subsegments. It is a total
 * order, so the best of several copies does not depend on the order in which they came.
 */
export function compareCopies(a: Draft, b: Draft, traceId: string): number {
  if (a.kind !== b.kind) return a.kind === 'segment' ? 1 : -1;
  const ends = (endOf(a.document) ?? -Infinity) - (endOf(b.document) ?? -Infinity);
  if (ends > 0 || ends < 0) return ends;
  if (a.document === b.document) return compareText(a.parentId ?? '', b.parentId ?? '');
  return compareByText(a, b, traceId);
}

function compareByText(a: Draft, b: Draft, traceId: string): number {
  const left = ownText(a, traceId);
  const right = ownText(b, traceId);
  if (left === right) return compareText(a.parentId ?? '', b.parentId ?? '');
  return encoder.encode(left).length - encoder.encode(right).length || compareText(left, right);
}

function ownText(copy: Draft, traceId: string): string {
  const own = copy.kind === 'segment' ? ownSegment(copy.document, traceId) : ownSubsegment(copy.document);
  return JSON.stringify(own);
}
