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
export class RecordWriter extends BytesWriter {
  /** The texts and nodes that had no number, in the order in which they were written. */
  readonly ownTexts: string[] = [];
  readonly ownNodes: NodeIdentity[] = [];
  /** From where the record's times count. */
  baseUs = 0;
  readonly #words: NumberedWords;
  #nodes: readonly NodeIdentity[] = [];
  #texts: readonly string[] = [];
  /** How those of the record's tables were told, as far as they have been. */
  #nodeCodes: number[] = [];
  #textCodes: number[] = [];

  constructor(words: NumberedWords) {
    super();
    this.#words = words;
  }

  /** A record begins, of these tables. */
  begin(nodes: readonly NodeIdentity[], texts: readonly string[], baseUs: number): void {
    [this.#nodes, this.#texts, this.baseUs] = [nodes, texts, baseUs];
    [this.#nodeCodes, this.#textCodes] = [[], []];
    this.ownTexts.length = 0;
    this.ownNodes.length = 0;
  }

  list<T>(items: readonly T[], write: (item: T, writer: RecordWriter) => void): void {
    this.whole(items.length);
    for (const item of items) write(item, this);
  }

  /** A text of the record's table. */
  numberedText(index: number): void {
    const code = this.#textCodes[index];
    if (code === undefined) this.#textCodes[index] = this.#write(this.#texts[index] ?? '');
    else this.whole(code);
  }

  override text(text: string): void {
    this.#write(text);
  }

  /** A node of the record's table. */
  node(index: number): void {
    const known = this.#nodeCodes[index];
    if (known !== undefined) return void this.whole(known);
    const node = this.#nodes[index] ?? { name: '' };
    const number = this.#words.nodeNumber(nodeKey(node));
    if (number !== undefined) {
      this.#nodeCodes[index] = 2 * number + 1;
      this.whole(2 * number + 1);
    } else {
      this.#nodeCodes[index] = 2 * this.ownNodes.push(node);
      this.#writeNode(node);
    }
  }

  /** Gives by which number the text is told from now on. */
  #write(text: string): number {
    const number = this.#words.textNumber(text);
    const own = number === undefined ? this.ownTexts.indexOf(text) : -1;
    if (number === undefined && own < 0) {
      this.whole(0);
      this.string(text);
      return 2 * this.ownTexts.push(text);
    }
    const code = number === undefined ? 2 * own + 2 : 2 * number + 1;
    this.whole(code);
    return code;
  }

  #writeNode({ name, type, accountId }: NodeIdentity): void {
    this.whole(0);
    this.whole((type === undefined ? 0 : 1) | (accountId === undefined ? 0 : 2));
    for (const text of [name, type, accountId]) if (text !== undefined) this.#write(text);
  }
}
