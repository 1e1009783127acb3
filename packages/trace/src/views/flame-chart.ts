import { entityTree, type TreeEntity } from '../entity-tree.js';
import { compareText } from '../order.js';
import { outcome } from '../outcome.js';
import { elapsed, endOf } from '../timing.js';
import type { Outcome, Trace } from '../trace.js';
import { Lanes } from './lanes.js';

/** One bar of a flame chart. Times in seconds. */
export interface FlameBar {
  readonly id: string;
  /** The segment it belongs to; absent for an orphan and what is below it. */
  readonly segmentId?: string;
  readonly name: string;
  /** The line it is drawn on, 0 at the top; always below its parent's. */
  readonly lane: number;
  /** From the start of the trace. */
  readonly offset: number;
  /** What is in progress reaches to the end of the trace. */
  readonly duration: number;
  readonly outcome: Outcome;
}

/**
 * Lays a trace out as a flame chart: bars by start, each on the first lane below its parent's where it overlaps nothing. No bar
 * starts before its parent: a called segment whose clock says so is moved. Inferred segments are left out, since their calls say
 * the same.
 */
export function flameChart(trace: Trace): FlameBar[] {
  const bars = placeInTime(trace);
  const lanes = new Lanes(bars.length);
  const taken = new Map<TreeEntity, number>();
  return bars.map(({ tree, start, end }) => {
    const above = tree.parent === undefined ? -1 : (taken.get(tree.parent) ?? -1);
    const lane = lanes.take(above + 1, start, end);
    taken.set(tree, lane);
    return barOf(tree, lane, elapsed(trace.start, start), elapsed(start, end));
  });
}

interface PlacedBar {
  readonly tree: TreeEntity;
  readonly start: number;
  readonly end: number;
  /** By how much it was moved. */
  readonly shift: number;
}

function placeInTime(trace: Trace): PlacedBar[] {
  const placed = new Map<TreeEntity, PlacedBar>();
  for (const tree of entityTree(trace).entities) {
    if (tree.entity.kind === 'segment' && tree.entity.inferred) continue;
    placed.set(tree, place(tree, tree.parent && placed.get(tree.parent), trace.end));
  }
  return [...placed.values()].sort(
    (a, b) =>
      a.start - b.start ||
      a.tree.depth - b.tree.depth ||
      compareText(a.tree.entity.document.id, b.tree.entity.document.id),
  );
}

function place(tree: TreeEntity, parent: PlacedBar | undefined, traceEnd: number): PlacedBar {
  const { document, kind } = tree.entity;
  const earliest = parent?.start ?? document.start_time;
  const inherited = parent?.shift ?? 0;
  const early = Math.max(0, earliest - document.start_time - inherited);
  const shift = kind === 'segment' ? inherited + early : inherited;
  const start = Math.max(earliest, document.start_time + shift);
  const end = endOf(document);
  return { tree, start, end: Math.max(start, end === undefined ? traceEnd : end + shift), shift };
}

function barOf(tree: TreeEntity, lane: number, offset: number, duration: number): FlameBar {
  const { document } = tree.entity;
  const segmentId = tree.segment?.document.id;
  return {
    id: document.id,
    ...(segmentId !== undefined && { segmentId }),
    name: document.name,
    lane,
    offset,
    duration,
    outcome: outcome(document),
  };
}
