import { type EntityTree, inDepthFirstOrder, type TreeEntity } from '../entity-tree.js';
import { exceptionsById, exceptionsOf } from '../exception-index.js';
import { outcomeFlags } from '../outcome.js';
import type { OutcomeFlags, Trace } from '../trace.js';
import type { RootCause } from '../trace-record.js';
import { pathTo } from './root-cause-path.js';

/** More causes of one kind than this are not listed: they say nothing new, and a path may be long. */
const MOST_CAUSES = 100;

/**
 * Finds where faults, or errors, arose: the entities that failed while nothing directly below them did, in the order of the
 * waterfall. A cause impacts the client when the entry of its path failed too.
 */
export function failureCauses(
  trace: Trace,
  tree: EntityTree,
  failed: (flags: OutcomeFlags) => boolean,
): RootCause[] {
  const failures = new Set<TreeEntity>();
  const relayed = new Set<TreeEntity>();
  for (const entity of tree.entities) {
    if (entity.segment === undefined || !failed(outcomeFlags(entity.entity.document))) continue;
    failures.add(entity);
    if (entity.parent !== undefined) relayed.add(entity.parent);
  }
  if (failures.size === 0) return [];
  const culprits = inDepthFirstOrder(tree.tops).filter(
    (entity) => failures.has(entity) && !relayed.has(entity),
  );
  const byId = exceptionsById(trace);
  return culprits.slice(0, MOST_CAUSES).map((culprit) => {
    const impacting = failures.has(topOf(culprit));
    return pathTo(culprit, impacting, ({ entity }) => ({
      exceptions: exceptionsOf(entity.document.cause, byId).map(({ type, message }) => ({
        name: type ?? '',
        message: message ?? '',
      })),
    }));
  });
}

function topOf(entity: TreeEntity): TreeEntity {
  let top = entity;
  while (top.parent?.segment !== undefined) top = top.parent;
  return top;
}
