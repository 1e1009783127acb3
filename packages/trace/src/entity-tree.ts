import { compareEntities } from './order.js';
import type { AssembledEntity, AssembledSegment, Trace } from './trace.js';
import { forEachSubsegment, segmentsById } from './walk.js';

/** An entity in the tree that runs through a whole trace: from a call on into the segments it led to. */
export interface TreeEntity {
  readonly entity: AssembledEntity;
  /** The segment it belongs to; undefined for an orphan and what is below it. */
  readonly segment: AssembledSegment | undefined;
  readonly parent: TreeEntity | undefined;
  /** Subsegments and called segments, by start, then id. */
  readonly children: TreeEntity[];
  /** How many entities stand above it. */
  readonly depth: number;
}

/** The tree of a trace: its tops in order, and all entities, parents before their children. */
export interface EntityTree {
  readonly tops: readonly TreeEntity[];
  readonly entities: readonly TreeEntity[];
}

/**
 * Joins the segments of a trace into one tree along its calls. Tops are the segments that nothing in the trace called, and the
 * orphans. Takes linear time and does not recurse.
 */
export function entityTree(trace: Trace): EntityTree {
  const segments = segmentsById(trace);
  const tops = topsOf(trace).map((entity) => treeEntity(entity, undefined));
  const entities = [...tops];
  for (let i = 0, next = entities[0]; next !== undefined; next = entities[++i]) {
    for (const child of childrenOf(next.entity, segments)) {
      const below = treeEntity(child, next);
      next.children.push(below);
      entities.push(below);
    }
  }
  return { tops, entities };
}

/** The place of the earliest root segment; it may lie below an orphan that called it. */
export function rootOf({ entities }: EntityTree, { segments }: Trace): TreeEntity | undefined {
  const root = segments.find((segment) => segment.root);
  return root === undefined ? undefined : entities.find(({ entity }) => entity === root);
}

/** Gives the entities of a tree in the order of a waterfall: each followed by everything below it. */
export function inDepthFirstOrder(tops: readonly TreeEntity[]): TreeEntity[] {
  const entities: TreeEntity[] = [];
  const waiting = tops.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    entities.push(next);
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
  return entities;
}

function topsOf(trace: Trace): AssembledEntity[] {
  const calledByOrphans = new Set<string>();
  for (const orphan of trace.orphans) {
    for (const id of orphan.calleeIds) calledByOrphans.add(id);
    forEachSubsegment(orphan, ({ calleeIds }) => {
      for (const id of calleeIds) calledByOrphans.add(id);
    });
  }
  const tops: AssembledEntity[] = trace.segments.filter(
    ({ caller, document }) => caller === undefined && !calledByOrphans.has(document.id),
  );
  return tops.concat(trace.orphans).sort(compareEntities);
}

/** What an entity led to directly: its subsegments and the segments it called, by start, then id. */
export function childrenOf(
  entity: AssembledEntity,
  segments: ReadonlyMap<string, AssembledSegment>,
): readonly AssembledEntity[] {
  if (entity.calleeIds.length === 0) return entity.subsegments;
  const children: AssembledEntity[] = [...entity.subsegments];
  for (const id of entity.calleeIds) {
    const callee = segments.get(id);
    if (callee !== undefined) children.push(callee);
  }
  return children.sort(compareEntities);
}

/** An entity at its place in a tree, without its children. */
export function treeEntity(entity: AssembledEntity, parent: TreeEntity | undefined): TreeEntity {
  const segment = entity.kind === 'segment' ? entity : parent?.segment;
  return { entity, segment, parent, children: [], depth: parent === undefined ? 0 : parent.depth + 1 };
}
