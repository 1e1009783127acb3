import { type NodeKind, nodeKind } from '../model/node-kind.js';
import type { IconName } from './icon.js';

const KIND_ICONS: Readonly<Record<NodeKind, IconName>> = {
  client: 'person',
  service: 'service',
  remote: 'globe',
  database: 'database',
  table: 'table',
  queue: 'queue',
  topic: 'topic',
  function: 'lambda',
  bucket: 'bucket',
  cloud: 'cloud',
};

/** The drawing that stands for a node's type. */
export function kindIcon(type: string | undefined): IconName {
  return KIND_ICONS[nodeKind(type)];
}
