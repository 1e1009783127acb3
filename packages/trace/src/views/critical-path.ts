import { entityTree, rootOf, type TreeEntity } from '../entity-tree.js';
import { elapsed, endOf } from '../timing.js';
import type { Trace } from '../trace.js';

/** A stretch of time in which one entity, and none of what it waited for, held the request up. Times in epoch seconds. */
export interface CriticalStep {
  readonly id: string;
  /** The segment the entity belongs to. */
  readonly segmentId: string;
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly duration: number;
}

/**
 * Gives the chain of work that decided how long the earliest root took: shorten any step and the request gets shorter. The steps
 * cover the root's time without gaps or overlaps, in order of time.
 *
 * From the end of an entity backwards, the child that ended last before that moment was waited for; then the one that ended last
 * before its start; and so on. Work that outlasts its parent is cut at the parent's end. A called segment whose clock puts it outside
 * of its call is moved into it. What is in progress lasts to the end of the trace.
 */
export function criticalPath(trace: Trace): CriticalStep[] {
  return findPath(trace).steps;
}

/** The ids of all entities that the critical path runs through, those that only wait for others included. */
export function criticalIds(trace: Trace): ReadonlySet<string> {
  return findPath(trace).ids;
}

interface CriticalPath {
  readonly steps: CriticalStep[];
  readonly ids: Set<string>;
}

/** An entity on the path: its time after cutting and moving, and by how much it was moved. */
interface Stretch {
  readonly tree: TreeEntity;
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** Clocks of one process agree to the microsecond, which is what documents resolve. */
const TOLERANCE_S = 1e-6;

function findPath(trace: Trace): CriticalPath {
  const path: CriticalPath = { steps: [], ids: new Set() };
  const root = rootOf(entityTree(trace), trace);
  if (root === undefined) return path;
  const start = root.entity.document.start_time;
  const waiting: Stretch[] = [{ tree: root, start, end: endIn(root, trace.end), shift: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    path.ids.add(next.tree.entity.document.id);
    for (const child of follow(next, path.steps, trace.end)) waiting.push(child);
  }
  path.steps.sort((a, b) => a.start - b.start);
  return path;
}

/** Takes an entity's own steps and gives the children that it waited for. */
function follow(stretch: Stretch, steps: CriticalStep[], traceEnd: number): Stretch[] {
  const waitedFor: Stretch[] = [];
  let cursor = stretch.end;
  for (const child of latestFirst(stretch, traceEnd)) {
    if (child.end > cursor + TOLERANCE_S) continue;
    const end = Math.min(child.end, cursor);
    if (end <= child.start) continue;
    addStep(steps, stretch.tree, end, cursor);
    waitedFor.push({ ...child, end });
    cursor = child.start;
  }
  addStep(steps, stretch.tree, stretch.start, cursor);
  return waitedFor;
}

function latestFirst(stretch: Stretch, traceEnd: number): Stretch[] {
  const children = stretch.tree.children.map((tree) => fit(tree, stretch, traceEnd));
  return children.sort((a, b) => b.end - a.end || b.start - a.start);
}

function fit(tree: TreeEntity, within: Stretch, traceEnd: number): Stretch {
  let { shift } = within;
  let start = tree.entity.document.start_time + shift;
  let end = endIn(tree, traceEnd) + shift;
  if (tree.entity.kind === 'segment') {
    const move =
      Math.max(0, within.start - start) || Math.min(0, Math.max(within.end - end, within.start - start));
    shift += move;
    start += move;
    end += move;
  }
  return { tree, start: Math.max(start, within.start), end: Math.min(end, within.end), shift };
}

function endIn({ entity }: TreeEntity, traceEnd: number): number {
  return endOf(entity.document) ?? Math.max(traceEnd, entity.document.start_time);
}

function addStep(steps: CriticalStep[], { entity, segment }: TreeEntity, start: number, end: number): void {
  if (end <= start) return;
  const { id } = entity.document;
  steps.push({ id, segmentId: segment?.document.id ?? id, start, end, duration: elapsed(start, end) });
}
