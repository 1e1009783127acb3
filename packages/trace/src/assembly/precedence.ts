import { compareText } from '../order.js';
import { endOf } from '../timing.js';
import type { EntityCopy } from './draft.js';

const encoder = new TextEncoder();

/**
 * Says which of two copies of one id holds: positive when `a` does, negative when `b` does, 0 when they say the same.
 * A segment holds over a subsegment; what is complete over what is in progress; then the later end; then more bytes of JSON; then
 * the greater text of that JSON; then the greater parent id. Only the copy's own members count, not its subsegments. It is a total
 * order, so the best of several copies does not depend on the order in which they came.
 */
export function compareCopies(a: EntityCopy, b: EntityCopy): number {
  if (a.kind !== b.kind) return a.kind === 'segment' ? 1 : -1;
  const ends = (endOf(a.document) ?? -Infinity) - (endOf(b.document) ?? -Infinity);
  if (ends > 0 || ends < 0) return ends;
  if (a.document === b.document) return compareText(a.parentId ?? '', b.parentId ?? '');
  return compareByText(a, b);
}

function compareByText(a: EntityCopy, b: EntityCopy): number {
  const left = JSON.stringify(a.document);
  const right = JSON.stringify(b.document);
  if (left === right) return compareText(a.parentId ?? '', b.parentId ?? '');
  return encoder.encode(left).length - encoder.encode(right).length || compareText(left, right);
}
