import type { TreeEntity } from '../entity-tree.js';
import { isCall } from '../node-naming.js';
import type { AssembledSegment } from '../trace.js';
import type { RootCause, RootCauseEntity, RootCauseService } from '../trace-record.js';

/** Tells more of an entity on a path than its name: its exceptions, its coverage. */
export type Describe = (entity: TreeEntity) => Partial<Pick<RootCauseEntity, 'coverage' | 'exceptions'>>;

/** Gives the path from the top of the trace to an entity, cut into services. */
export function pathTo(culprit: TreeEntity, clientImpacting: boolean, describe: Describe): RootCause {
  const path: TreeEntity[] = [];
  for (let entity: TreeEntity | undefined = culprit; entity !== undefined; entity = entity.parent)
    path.push(entity);
  const services: { readonly segment: AssembledSegment; readonly entities: RootCauseEntity[] }[] = [];
  for (const entity of path.reverse()) {
    if (entity.segment === undefined) continue;
    if (entity.entity.kind === 'segment') services.push({ segment: entity.segment, entities: [] });
    services.at(-1)?.entities.push(causeEntity(entity, describe));
  }
  return {
    services: services.map(({ segment, entities }) => causeService(segment, entities)),
    clientImpacting,
  };
}

function causeService({ node, inferred }: AssembledSegment, entityPath: RootCauseEntity[]): RootCauseService {
  return { node, names: [node.name], inferred, entityPath };
}

/** An inferred segment goes by its node's name: the table, not the service's API. */
function causeEntity(tree: TreeEntity, describe: Describe): RootCauseEntity {
  const { entity } = tree;
  return entity.kind === 'segment'
    ? { name: entity.node.name, remote: entity.inferred, exceptions: [], ...describe(tree) }
    : { name: entity.document.name, remote: isCall(entity.document), exceptions: [], ...describe(tree) };
}
