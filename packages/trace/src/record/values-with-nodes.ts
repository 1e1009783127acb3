import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';

interface Entry<T> {
  readonly value: T;
  /** The first node and its key; nearly every value has but one node. */
  key: string | undefined;
  node: NodeIdentity | undefined;
  more: Map<string, NodeIdentity> | undefined;
}

/** Collects values, each with the nodes that gave it, every one once. */
export class ValuesWithNodes<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private lastNode: NodeIdentity | undefined;
  private lastKey = '';

  /** Adds a value under a key that tells it from others; without a node the value is kept all the same. */
  add(key: string, value: T, node: NodeIdentity | undefined): void {
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = { value, key: undefined, node: undefined, more: undefined };
      this.entries.set(key, entry);
    }
    if (node === undefined) return;
    const own = this.keyOf(node);
    if (entry.key === undefined) {
      entry.key = own;
      entry.node = node;
    } else if (entry.key !== own) {
      entry.more ??= new Map<string, NodeIdentity>();
      entry.more.set(own, node);
    }
  }

  /** How many values there are. */
  get size(): number {
    return this.entries.size;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Everything collected, ordered by key, the nodes by identity. */
  sorted<R>(toRow: (value: T, nodes: readonly NodeIdentity[]) => R): R[] {
    const keys = [...this.entries.keys()].sort(compareText);
    const rows: R[] = [];
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (entry !== undefined) rows.push(toRow(entry.value, nodesOf(entry)));
    }
    return rows;
  }

  /** Values come segment by segment, so the node is most often that of the value before. */
  private keyOf(node: NodeIdentity): string {
    if (node !== this.lastNode) {
      this.lastNode = node;
      this.lastKey = nodeKey(node);
    }
    return this.lastKey;
  }
}

function nodesOf<T>({ key, node, more }: Entry<T>): readonly NodeIdentity[] {
  if (node === undefined || key === undefined) return [];
  if (more === undefined) return [node];
  const all: [string, NodeIdentity][] = [[key, node], ...more];
  return all.sort(([a], [b]) => compareText(a, b)).map(([, one]) => one);
}
