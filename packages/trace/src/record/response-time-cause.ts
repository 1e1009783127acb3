import { type EntityTree, rootOf, type TreeEntity } from '../entity-tree.js';
import { endOf, responseTime } from '../timing.js';
import type { Trace } from '../trace.js';
import type { RootCause } from '../trace-record.js';
import { pathTo } from './root-cause-path.js';

/**
 * Finds where the root's time went: from the root down, always into the child that took longest, as long as that is more than
 * half of its parent's time. None while the root is in progress, or where it took no time.
 */
export function responseTimeCauses(trace: Trace, tree: EntityTree): RootCause[] {
  const root = rootOf(tree, trace);
  const total = root === undefined ? undefined : responseTime(root.entity.document);
  if (root === undefined || total === undefined || total === 0) return [];
  const times = new Map<TreeEntity, number>([[root, total]]);
  let culprit = root;
  for (let slowest = slowestChild(root, total); slowest !== undefined; ) {
    culprit = slowest.child;
    times.set(culprit, slowest.time);
    slowest = slowestChild(culprit, slowest.time);
  }
  const coverage = (entity: TreeEntity): number =>
    Math.min(1, Math.round(((times.get(entity) ?? 0) / total) * 1e6) / 1e6);
  return [pathTo(culprit, true, (entity) => ({ coverage: coverage(entity) }))];
}

interface Slowest {
  readonly child: TreeEntity;
  readonly time: number;
}

function slowestChild(parent: TreeEntity, parentTime: number): Slowest | undefined {
  let slowest: Slowest | undefined;
  for (const child of parent.children) {
    const time = Math.min(parentTime, timeWithin(child, parent));
    if (time > parentTime / 2 && time > (slowest?.time ?? 0)) slowest = { child, time };
  }
  return slowest;
}

/** A subsegment counts as far as its parent waited; a called segment whole, because its clock may be another machine's. */
function timeWithin(child: TreeEntity, parent: TreeEntity): number {
  const { document } = child.entity;
  const end = endOf(document);
  if (end === undefined) return 0;
  if (child.entity.kind === 'segment') return end - document.start_time;
  const within = parent.entity.document;
  return Math.min(end, endOf(within) ?? end) - Math.max(document.start_time, within.start_time);
}
