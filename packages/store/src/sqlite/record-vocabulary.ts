import type { NodeIdentity } from '@radiograph/trace';

/** A node, with lists that most rows which have it share: that of its own name, and that of it alone. */
export interface KnownNode {
  readonly node: NodeIdentity;
  readonly names: readonly string[];
  readonly alone: readonly [NodeIdentity];
}

/** Texts and nodes that records of many traces share, by number. */
export interface Words {
  readonly texts: readonly string[];
  readonly nodes: readonly KnownNode[];
}

/** A vocabulary as it is stored and crosses between threads: read when a record is. */
export class RecordVocabulary {
  readonly id: number;
  /** JSON. */
  readonly text: string;
  #words: Words | undefined;

  constructor(id: number, text: string) {
    this.id = id;
    this.text = text;
  }

  get words(): Words {
    this.#words ??= readWords(this.text);
    return this.#words;
  }
}

/** A node with its lists. */
export function knownNode(node: NodeIdentity): KnownNode {
  return { node, names: [node.name], alone: [node] };
}

/** Writes texts and nodes as JSON. */
export function writeWords(texts: readonly string[], nodes: readonly NodeIdentity[]): string {
  return JSON.stringify([texts, nodes]);
}

/** Reads what {@link writeWords} wrote. */
export function readWords(text: string): Words {
  const [texts, nodes] = JSON.parse(text) as [texts: string[], nodes: NodeIdentity[]];
  return { texts, nodes: nodes.map(knownNode) };
}
