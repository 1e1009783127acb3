import type { CallRecord, NodeIdentity, SegmentRecord } from '@radiograph/trace';
import type { Selector } from './expression.js';
import type { Predicate } from './field-reading.js';

/** Whether a segment's node is meant: by any of its names, and by type and account where given. Case-sensitive. */
export function segmentSelector({
  name,
  type,
  accountId,
}: Selector): Predicate<Pick<SegmentRecord, 'node' | 'names'>> {
  return ({ node, names }) =>
    (name === undefined || node.name === name || names.includes(name)) &&
    (type === undefined || node.type === type) &&
    (accountId === undefined || node.accountId === accountId);
}

/** Whether a node is meant of which only the identity is known. */
export function nodeSelector({ name, type, accountId }: Selector): Predicate<NodeIdentity> {
  return (node) =>
    (name === undefined || node.name === name) &&
    (type === undefined || node.type === type) &&
    (accountId === undefined || node.accountId === accountId);
}

/** Whether a call goes between these nodes. The called one is known by its own names and by those under which it was called. */
export function callSelector(from: Selector, to: Selector): Predicate<CallRecord> {
  const caller = nodeSelector(from);
  const called = segmentSelector(to);
  return (call) => caller(call.from) && called({ node: call.to, names: call.toNames });
}
