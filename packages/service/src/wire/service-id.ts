import { type NodeIdentity, nodeKey, type TraceRecord } from '@radiograph/trace';

/** A node as the API names it. */
export interface WireServiceId {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly AccountId?: string;
  readonly Type?: string;
}

/** Names a node the way every shape of the API does. Written out, as thousands are made for a page of summaries. */
export function serviceId({ name, type, accountId }: NodeIdentity, names: readonly string[]): WireServiceId {
  if (accountId === undefined)
    return type === undefined ? { Name: name, Names: names } : { Name: name, Names: names, Type: type };
  const account = { Name: name, Names: names, AccountId: accountId };
  return type === undefined ? account : { ...account, Type: type };
}

/** The nodes of a trace's segments, each once, in the order of the segments, with all names that segments have for them. */
export class TraceServices {
  readonly all: readonly WireServiceId[];
  /** Records mostly share the object of a node, which is found without making its key. */
  readonly #byNode = new Map<NodeIdentity, WireServiceId>();
  readonly #byKey = new Map<string, WireServiceId>();

  constructor({ segments }: TraceRecord) {
    const nodes = new Map<string, { readonly node: NodeIdentity; readonly names: Set<string> }>();
    const keys = new Map<NodeIdentity, string>();
    for (const { node, names } of segments) {
      const key = keys.get(node) ?? nodeKey(node);
      keys.set(node, key);
      const known = nodes.get(key);
      if (known === undefined) nodes.set(key, { node, names: new Set(names) });
      else for (const name of names) known.names.add(name);
    }
    for (const [key, { node, names }] of nodes) this.#byKey.set(key, serviceId(node, [...names]));
    for (const [node, key] of keys) this.#byNode.set(node, this.#byKey.get(key) as WireServiceId);
    this.all = [...this.#byKey.values()];
  }

  /** The names of a node; its own where no segment has it. */
  of(node: NodeIdentity): WireServiceId {
    const known = this.#byNode.get(node) ?? this.#byKey.get(nodeKey(node)) ?? serviceId(node, [node.name]);
    this.#byNode.set(node, known);
    return known;
  }
}
