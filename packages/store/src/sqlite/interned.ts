import { type NodeIdentity, nodeKey } from '@radiograph/trace';

/** The texts and nodes of one record while it is written, each once, and the time from which its times count. */
export class RecordTables {
  readonly nodes: NodeIdentity[] = [];
  readonly texts: string[] = [];
  readonly baseUs: number;
  readonly #textIndexes = new Map<string, number>();
  readonly #nodesByObject = new Map<NodeIdentity, number>();
  readonly #nodesByKey = new Map<string, number>();

  constructor(baseUs: number) {
    this.baseUs = baseUs;
  }

  text(text: string): number {
    const known = this.#textIndexes.get(text);
    if (known !== undefined) return known;
    const index = this.texts.push(text) - 1;
    this.#textIndexes.set(text, index);
    return index;
  }

  /** Null for a text that is absent. */
  optionalText(text: string | undefined): number | null {
    return text === undefined ? null : this.text(text);
  }

  /** Most rows share the very object of their node: only the first of them needs its key. */
  node(node: NodeIdentity): number {
    const known = this.#nodesByObject.get(node);
    if (known !== undefined) return known;
    const key = nodeKey(node);
    const index = this.#nodesByKey.get(key) ?? this.nodes.push(node) - 1;
    this.#nodesByKey.set(key, index);
    this.#nodesByObject.set(node, index);
    return index;
  }
}

/** The same tables while a record is read. */
export class StoredTables {
  readonly baseUs: number;
  readonly #nodes: readonly NodeIdentity[];
  readonly #texts: readonly string[];

  constructor(baseUs: number, nodes: readonly NodeIdentity[], texts: readonly string[]) {
    this.baseUs = baseUs;
    this.#nodes = nodes;
    this.#texts = texts;
  }

  text(index: number): string {
    return entryOf(this.#texts, index);
  }

  node(index: number): NodeIdentity {
    return entryOf(this.#nodes, index);
  }
}

function entryOf<T>(table: readonly T[], index: number): T {
  const entry = table[index];
  if (entry === undefined) throw new RangeError(`a stored record names entry ${index} of ${table.length}`);
  return entry;
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
