import { entityTree, type TreeEntity } from '../entity-tree.js';
import { nodeKey } from '../node-identity.js';
import { outcome } from '../outcome.js';
import { elapsed, endOf } from '../timing.js';
import type { Trace } from '../trace.js';

/** What one of two compared traces has at one place: how many entities, how long together, how many of them failed. */
export interface ComparisonSide {
  readonly count: number;
  /** Seconds, summed; what is in progress counts as nothing. */
  readonly duration: number;
  /** Entities that erred, were throttled or faulted. */
  readonly failed: number;
  /** The ids of the entities, in order. */
  readonly ids: readonly string[];
}

/** One place in the merged tree of two traces: entities of one name below the same parents. A side that has none is absent. */
export interface ComparisonRow {
  readonly name: string;
  readonly kind: 'segment' | 'subsegment';
  readonly depth: number;
  readonly left?: ComparisonSide;
  readonly right?: ComparisonSide;
  /** Seconds that the right side took longer; negative where it was faster. */
  readonly difference: number;
}

/**
 * Compares two traces place by place: entities are matched by their names, and those of everything above them, and several of
 * one name beside each other are taken together. Rows come as in a waterfall, each followed by what is below it.
 */
export function compareTraces(left: Trace, right: Trace): ComparisonRow[] {
  const rows: ComparisonRow[] = [];
  const waiting = pair(entityTree(left).tops, entityTree(right).tops, 0).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    rows.push(rowOf(next));
    const below = pair(
      next.left.flatMap(({ children }) => children),
      next.right.flatMap(({ children }) => children),
      next.depth + 1,
    );
    for (const place of below.reverse()) waiting.push(place);
  }
  return rows;
}

interface Place {
  readonly name: string;
  readonly kind: 'segment' | 'subsegment';
  readonly depth: number;
  readonly left: TreeEntity[];
  readonly right: TreeEntity[];
}

function pair(left: readonly TreeEntity[], right: readonly TreeEntity[], depth: number): Place[] {
  const places = new Map<string, Place>();
  for (const tree of left) placeOf(places, tree, depth).left.push(tree);
  for (const tree of right) placeOf(places, tree, depth).right.push(tree);
  return [...places.values()];
}

function placeOf(places: Map<string, Place>, { entity }: TreeEntity, depth: number): Place {
  const { kind } = entity;
  const { name } = entity.document;
  const key = entity.kind === 'segment' ? nodeKey(entity.node) : `subsegment ${name}`;
  const place = places.get(key) ?? { name, kind, depth, left: [], right: [] };
  places.set(key, place);
  return place;
}

function rowOf({ name, kind, depth, left, right }: Place): ComparisonRow {
  const sides = { left: sideOf(left), right: sideOf(right) };
  const difference = signed(sides.left.duration, sides.right.duration);
  return {
    name,
    kind,
    depth,
    ...(left.length > 0 && { left: sides.left }),
    ...(right.length > 0 && { right: sides.right }),
    difference,
  };
}

function sideOf(trees: readonly TreeEntity[]): ComparisonSide {
  let duration = 0;
  let failed = 0;
  for (const { entity } of trees) {
    const { document } = entity;
    duration += elapsed(document.start_time, endOf(document) ?? document.start_time);
    if (outcome(document) !== 'ok') failed++;
  }
  return {
    count: trees.length,
    duration: elapsed(0, duration),
    failed,
    ids: trees.map(({ entity }) => entity.document.id),
  };
}

function signed(left: number, right: number): number {
  return right >= left ? elapsed(left, right) : -elapsed(right, left);
}
