import { entityTree, inDepthFirstOrder, type TreeEntity } from '../entity-tree.js';
import type { Mutable } from '../mutable.js';
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
  return entities.map((tree) => rowOf(tree, trace.start, critical, descendants.get(tree) ?? 0));
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

function rowOf(
  tree: TreeEntity,
  traceStart: number,
  critical: ReadonlySet<string>,
  descendants: number,
): WaterfallRow {
  const { entity, segment, parent, depth, children } = tree;
  const { document } = entity;
  const { error, throttle, fault } = outcomeFlags(document);
  const row: Mutable<WaterfallRow> = {
    id: document.id,
    kind: entity.kind,
    name: document.name,
    depth,
    offset: elapsed(traceStart, document.start_time),
    expandable: children.length > 0,
    descendants,
    critical: critical.has(document.id),
    inferred: entity.kind === 'segment' && entity.inferred,
    pending: entity.kind === 'segment' && entity.pending,
    orphan: segment === undefined && parent === undefined,
    partial: !isComplete(document),
    error,
    throttle,
    fault,
  };
  addOptional(row, tree);
  return row;
}

function addOptional(row: Mutable<WaterfallRow>, { entity, segment, parent }: TreeEntity): void {
  const { document } = entity;
  const time = responseTime(document);
  if (parent !== undefined) row.parentId = parent.entity.document.id;
  if (segment !== undefined) row.segmentId = segment.document.id;
  if (time !== undefined) row.duration = time;
  if (document.http?.response?.status !== undefined) row.status = document.http.response.status;
  if (entity.kind === 'segment') row.node = entity.node;
  else if (entity.document.namespace !== undefined) row.namespace = entity.document.namespace;
}
