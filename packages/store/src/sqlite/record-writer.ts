import { type NodeIdentity, nodeKey } from '@radiograph/trace';
import { BytesWriter } from './bytes-writer.js';

/** Where numbers of texts and nodes come from; undefined for one that has none. */
export interface NumberedWords {
  textNumber(text: string): number | undefined;
  /** By `nodeKey`. */
  nodeNumber(key: string): number | undefined;
}

/**
 * Writes the parts of records. A text or node is told by an odd number where the vocabulary has it, by an even one where this record has
 * had it, and follows a zero where it has not.
 */
export class RecordWriter {
  readonly #words: NumberedWords;
  readonly #bytes = new BytesWriter();
  readonly #texts = new Map<string, number>();
  readonly #nodes = new Map<string, NodeIdentity>();
  readonly #nodeNumbers = new Map<NodeIdentity, number>();

  constructor(words: NumberedWords) {
    this.#words = words;
  }

  /** The texts that had no number. */
  get ownTexts(): Iterable<string> {
    return this.#texts.keys();
  }

  /** The nodes that had no number, by their keys. */
  get ownNodes(): ReadonlyMap<string, NodeIdentity> {
    return this.#nodes;
  }

  whole(number: number): void {
    this.#bytes.whole(number);
  }

  signed(number: number): void {
    this.#bytes.signed(number);
  }

  double(number: number): void {
    this.#bytes.double(number);
  }

  bytes(bytes: Uint8Array): void {
    this.#bytes.append(bytes);
  }

  /** Hexadecimal digits, two a byte; the reader knows how many. */
  hex(digits: string): void {
    this.#bytes.append(Buffer.from(digits, 'hex'));
  }

  list<T>(items: readonly T[], write: (item: T) => void): void {
    this.#bytes.whole(items.length);
    for (const item of items) write(item);
  }

  texts(texts: readonly string[]): void {
    this.list(texts, (text) => this.text(text));
  }

  text(text: string): void {
    const number = this.#words.textNumber(text);
    const own = number === undefined ? this.#texts.get(text) : undefined;
    if (number !== undefined) this.#bytes.whole(2 * number + 1);
    else if (own !== undefined) this.#bytes.whole(2 * own + 2);
    else this.#addText(text);
  }

  /** Most rows share the very object of their node: only the first of them needs its key. */
  node(node: NodeIdentity): void {
    let code = this.#nodeNumbers.get(node);
    if (code === undefined) {
      const key = nodeKey(node);
      code = this.#codeOf(key);
      if (code === undefined) this.#addNode(node, key);
      this.#nodeNumbers.set(node, code ?? 2 * this.#nodes.size);
    }
    if (code !== undefined) this.#bytes.whole(code);
  }

  /** What was written so far, in memory of its own; the next record begins. */
  take(): Uint8Array {
    this.#texts.clear();
    this.#nodes.clear();
    this.#nodeNumbers.clear();
    return this.#bytes.take();
  }

  #codeOf(key: string): number | undefined {
    const number = this.#words.nodeNumber(key);
    if (number !== undefined) return 2 * number + 1;
    let own = 0;
    for (const known of this.#nodes.keys()) {
      own++;
      if (known === key) return 2 * own;
    }
    return undefined;
  }

  #addText(text: string): void {
    this.#texts.set(text, this.#texts.size);
    this.#bytes.whole(0);
    this.#bytes.string(text);
  }

  #addNode(node: NodeIdentity, key: string): void {
    const { name, type, accountId } = node;
    this.#nodes.set(key, node);
    this.#bytes.whole(0);
    this.#bytes.whole((type === undefined ? 0 : 1) | (accountId === undefined ? 0 : 2));
    for (const text of [name, type, accountId]) if (text !== undefined) this.text(text);
  }
}
