import { type NodeIdentity, nodeKey, type TraceRecord } from '@radiograph/trace';

/** A node as the API names it. */
export interface WireServiceId {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly AccountId?: string;
  readonly Type?: string;
}

/** Names a node the way every shape of the API does. */
export function serviceId(node: NodeIdentity, names: readonly string[]): WireServiceId {
  return {
    Name: node.name,
    Names: names,
    ...(node.accountId === undefined ? {} : { AccountId: node.accountId }),
    ...(node.type === undefined ? {} : { Type: node.type }),
  };
}

/** The nodes of a trace's segments, each once, by {@link nodeKey}, in the order of the segments. */
export function serviceIds(record: TraceRecord): ReadonlyMap<string, WireServiceId> {
  const namesByNode = new Map<string, { node: NodeIdentity; names: Set<string> }>();
  for (const { node, names } of record.segments) {
    const key = nodeKey(node);
    const known = namesByNode.get(key);
    if (known === undefined) namesByNode.set(key, { node, names: new Set(names) });
    else for (const name of names) known.names.add(name);
  }
  return new Map([...namesByNode].map(([key, { node, names }]) => [key, serviceId(node, [...names])]));
}
