import { entityTree, inDepthFirstOrder, type TreeEntity } from '../entity-tree.js';
import type { NodeIdentity } from '../node-identity.js';
import { outcomeFlags } from '../outcome.js';
import { elapsed, isComplete, responseTime } from '../timing.js';
import type { OutcomeFlags, Trace } from '../trace.js';
import { criticalIds } from './critical-path.js';

/** One line of a trace's timeline. Times in seconds. */
export interface WaterfallRow extends OutcomeFlags {
  readonly id: string;
  readonly kind: 'segment' | 'subsegment';
  readonly name: string;
  /** The row that this one is indented under. */
  readonly parentId?: string;
  /** The segment it belongs to; absent for an orphan and what is below it. */
  readonly segmentId?: string;
  /** The node, on segments. */
  readonly node?: NodeIdentity;
  /** `aws` or `remote` on calls. */
  readonly namespace?: string;
  /** How many rows it is indented under. */
  readonly depth: number;
  /** From the start of the trace to the start of the row. */
  readonly offset: number;
  /** Absent while in progress. */
  readonly duration?: number;
  readonly status?: number;
  /** Rows are indented under it. */
  readonly expandable: boolean;
  /** How many rows follow that belong under it: to be skipped when it is closed. */
  readonly descendants: number;
  /** The critical path runs through it. */
  readonly critical: boolean;
  readonly inferred: boolean;
  /** Inferred, while the callee's own segment is still expected. */
  readonly pending: boolean;
  /** Sent on its own, while its parent is still expected. */
  readonly orphan: boolean;
  readonly partial: boolean;
}

/**
 * Lays a trace out as the rows of a timeline: every entity, each followed by what is below it, called segments below their calls.
 *
 * @example
 * for (const row of waterfall(trace)) console.log(' '.repeat(row.depth), row.name, row.offset, row.duration);
 */
export function waterfall(trace: Trace): WaterfallRow[] {
  const entities = inDepthFirstOrder(entityTree(trace).tops);
  const critical = criticalIds(trace);
  const descendants = countDescendants(entities);
  return entities.map((tree) => ({
    ...describe(tree),
    offset: elapsed(trace.start, tree.entity.document.start_time),
    descendants: descendants.get(tree) ?? 0,
    critical: critical.has(tree.entity.document.id),
  }));
}

/** Counted from the last row up, so that every row's own descendants are known when it is added to its parent. */
function countDescendants(entities: readonly TreeEntity[]): Map<TreeEntity, number> {
  const counts = new Map<TreeEntity, number>();
  for (const tree of entities.toReversed()) {
    const below = (counts.get(tree) ?? 0) + 1;
    if (tree.parent !== undefined) counts.set(tree.parent, (counts.get(tree.parent) ?? 0) + below);
  }
  return counts;
}

function describe(tree: TreeEntity): Omit<WaterfallRow, 'offset' | 'descendants' | 'critical'> {
  const { entity, segment, parent, depth, children } = tree;
  const { document } = entity;
  const time = responseTime(document);
  const status = document.http?.response?.status;
  return {
    id: document.id,
    kind: entity.kind,
    name: document.name,
    ...(parent !== undefined && { parentId: parent.entity.document.id }),
    ...(segment !== undefined && { segmentId: segment.document.id }),
    ...standingOf(tree),
    depth,
    ...(time !== undefined && { duration: time }),
    ...(status !== undefined && { status }),
    expandable: children.length > 0,
    partial: !isComplete(document),
    ...outcomeFlags(document),
  };
}

type Standing = Pick<WaterfallRow, 'node' | 'namespace' | 'inferred' | 'pending' | 'orphan'>;

function standingOf({ entity, segment, parent }: TreeEntity): Standing {
  if (entity.kind === 'segment') {
    return { node: entity.node, inferred: entity.inferred, pending: entity.pending, orphan: false };
  }
  const { namespace } = entity.document;
  const orphan = segment === undefined && parent === undefined;
  return { ...(namespace !== undefined && { namespace }), inferred: false, pending: false, orphan };
}
