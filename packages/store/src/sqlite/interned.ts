import { type NodeIdentity, nodeKey } from '@radiograph/trace';

/** Texts of one record, each written once. */
export class InternedTexts {
  readonly all: string[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(text: string): number {
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    const index = this.all.push(text) - 1;
    this.#indexes.set(text, index);
    return index;
  }
}

/** Nodes of one record, each written once. */
export class InternedNodes {
  readonly all: NodeIdentity[] = [];
  readonly #byObject = new Map<NodeIdentity, number>();
  readonly #byKey = new Map<string, number>();

  indexOf(node: NodeIdentity): number {
    const known = this.#byObject.get(node);
    if (known !== undefined) return known;
    const key = nodeKey(node);
    const index = this.#byKey.get(key) ?? this.all.push(node) - 1;
    this.#byKey.set(key, index);
    this.#byObject.set(node, index);
    return index;
  }
}

/** The names of a node on a row; 0 where it is only the node's own. */
export type StoredNames = readonly string[] | 0;

/** Leaves out what the node says already. */
export function storedNames(names: readonly string[], node: NodeIdentity): StoredNames {
  return names.length === 1 && names[0] === node.name ? 0 : names;
}

/** The names in full. */
export function namesOf(stored: StoredNames, node: NodeIdentity): readonly string[] {
  return stored === 0 ? [node.name] : stored;
}
