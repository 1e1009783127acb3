import { type NodeIdentity, nodeKey } from '../node-identity.js';
import { compareText } from '../order.js';

/** Collects values, each with the nodes that gave it, every one once. */
export class ValuesWithNodes<T> {
  private readonly entries = new Map<
    string,
    { readonly value: T; readonly nodes: Map<string, NodeIdentity> }
  >();

  /** Adds a value under a key that tells it from others; without a node the value is kept all the same. */
  add(key: string, value: T, node: NodeIdentity | undefined): void {
    const entry = this.entries.get(key) ?? { value, nodes: new Map<string, NodeIdentity>() };
    this.entries.set(key, entry);
    if (node !== undefined) entry.nodes.set(nodeKey(node), node);
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
    const entries = [...this.entries].sort(([a], [b]) => compareText(a, b));
    return entries.map(([, { value, nodes }]) =>
      toRow(
        value,
        [...nodes].sort(([a], [b]) => compareText(a, b)).map(([, node]) => node),
      ),
    );
  }
}
