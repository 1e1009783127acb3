import { childrenOf, type TreeEntity, treeEntity } from '../entity-tree.js';
import { endOf, responseTime } from '../timing.js';
import type { AssembledEntity, AssembledSegment, Trace } from '../trace.js';
import type { RootCause } from '../trace-record.js';
import { segmentsById } from '../walk.js';
import { pathTo } from './root-cause-path.js';

/**
 * Finds where the root's time went: from the root down, always into the child that took longest, as long as that is more than
 * half of its parent's time. None while the root is in progress, or where it took no time.
 */
export function responseTimeCauses(trace: Trace): RootCause[] {
  const root = trace.segments.find((segment) => segment.root);
  const total = root === undefined ? undefined : responseTime(root.document);
  if (root === undefined || total === undefined || total === 0) return [];
  const segments = segmentsById(trace);
  // Only the path is made into a tree: of the whole one nearly nothing would be looked at.
  let culprit = treeEntity(root, undefined);
  const times = new Map<TreeEntity, number>([[culprit, total]]);
  for (let slowest = slowestChild(root, total, segments); slowest !== undefined; ) {
    culprit = treeEntity(slowest.child, culprit);
    times.set(culprit, slowest.time);
    slowest = slowestChild(slowest.child, slowest.time, segments);
  }
  const coverage = (entity: TreeEntity): number =>
    Math.min(1, Math.round(((times.get(entity) ?? 0) / total) * 1e6) / 1e6);
  return [pathTo(culprit, true, (entity) => ({ coverage: coverage(entity) }))];
}

interface Slowest {
  readonly child: AssembledEntity;
  readonly time: number;
}

function slowestChild(
  parent: AssembledEntity,
  parentTime: number,
  segments: ReadonlyMap<string, AssembledSegment>,
): Slowest | undefined {
  let slowest: Slowest | undefined;
  for (const child of childrenOf(parent, segments)) {
    const time = Math.min(parentTime, timeWithin(child, parent));
    if (time > parentTime / 2 && time > (slowest?.time ?? 0)) slowest = { child, time };
  }
  return slowest;
}

/** A subsegment counts as far as its parent waited; a called segment whole, because its clock may be another machine's. */
function timeWithin({ kind, document }: AssembledEntity, { document: within }: AssembledEntity): number {
  const end = endOf(document);
  if (end === undefined) return 0;
  if (kind === 'segment') return end - document.start_time;
  return Math.min(end, endOf(within) ?? end) - Math.max(document.start_time, within.start_time);
}
