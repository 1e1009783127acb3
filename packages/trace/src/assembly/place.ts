import { isCall } from '../node-naming.js';
import { compareDrafts, type Draft } from './draft.js';

/**
 * Puts every draft under its parent and finds its owner; gives all drafts, parents before their children. Where parents form a
 * ring, the ring is cut above one member: the earliest segment on it, or the earliest subsegment where there is no segment.
 */
export function placeDrafts(drafts: ReadonlyMap<string, Draft>): Draft[] {
  for (const draft of drafts.values()) {
    const { parentId } = draft;
    const parent = parentId === undefined ? undefined : drafts.get(parentId);
    if (parent === undefined) continue;
    draft.parent = parent;
    if (parent.children === undefined) parent.children = [draft];
    else parent.children.push(draft);
  }
  const order: Draft[] = [];
  for (const draft of drafts.values()) if (draft.parent === undefined) placeTree(draft, order);
  // Only rings are left, and there hardly ever are any.
  if (order.length < drafts.size)
    for (const draft of drafts.values()) if (!draft.placed) placeTree(cutRing(draft), order);
  markEnclosingCalls(order);
  return order;
}

/** Walks a tree from its top without recursion, level by level; a parent's owner is known before its children are reached. */
function placeTree(top: Draft, order: Draft[]): void {
  let next = order.length;
  top.placed = true;
  order.push(top);
  for (let draft = order[next]; draft !== undefined; draft = order[++next]) {
    draft.owner = draft.kind === 'segment' ? draft : draft.parent?.owner;
    if (draft.children === undefined) continue;
    for (const child of draft.children) {
      if (child.placed) continue;
      child.placed = true;
      order.push(child);
    }
  }
}

/** What no top leads to hangs below exactly one ring: climbing from any of it arrives there. Gives the new top. */
function cutRing(start: Draft): Draft {
  const seen = new Set<Draft>();
  let draft = start;
  while (!seen.has(draft)) {
    seen.add(draft);
    draft = draft.parent ?? draft;
  }
  const top = chooseTop(ringOf(draft));
  top.parent = undefined;
  return top;
}

function ringOf(member: Draft): Draft[] {
  const ring = [member];
  for (let draft = member.parent; draft !== undefined && draft !== member; draft = draft.parent)
    ring.push(draft);
  return ring;
}

function chooseTop(ring: readonly Draft[]): Draft {
  return ring.reduce((best, draft) => {
    if (draft.kind !== best.kind) return draft.kind === 'segment' ? draft : best;
    return compareDrafts(draft, best) < 0 ? draft : best;
  });
}

function markEnclosingCalls(order: readonly Draft[]): void {
  for (let i = order.length - 1; i >= 0; i--) {
    const draft = order[i];
    if (draft?.kind !== 'subsegment' || draft.parent === undefined) continue;
    if (draft.enclosesCall || isCall(draft.document)) draft.parent.enclosesCall = true;
  }
}
