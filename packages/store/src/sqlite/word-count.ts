import { type NodeIdentity, nodeKey } from '@radiograph/trace';
import type { Words } from './record-vocabulary.js';
import type { NumberedWords, RecordWriter } from './record-writer.js';

/** Texts and nodes remembered that are in no vocabulary, and the most in one. */
const MOST_SEEN = 20_000;
const MOST_WORDS = 2_000;
const LONGEST_TEXT = 400;

/** A text or node of a vocabulary, and how often it was written since that was made. */
interface Word<T> {
  readonly value: T;
  readonly number: number;
  uses: number;
}

/** What was seen that is in no vocabulary, and in how many traces. */
type Seen<T> = Map<string, { readonly value: T; traces: number }>;

/** The vocabulary in which records are written, and the count of what a next one should hold. */
export class WordCount implements NumberedWords {
  readonly #texts = new Map<string, Word<string>>();
  readonly #nodes = new Map<string, Word<NodeIdentity>>();
  readonly #seenTexts: Seen<string>;
  readonly #seenNodes: Seen<NodeIdentity>;
  /** Bytes written out since the vocabulary was made, of what had been seen in an earlier trace. */
  repeatedBytes = 0;

  /** @param before the count before, which goes on in this one: what is in the vocabulary now is no longer in there */
  constructor({ texts, nodes }: Words, before?: WordCount) {
    this.#seenTexts = before === undefined ? new Map() : before.#seenTexts;
    this.#seenNodes = before === undefined ? new Map() : before.#seenNodes;
    for (const [number, value] of texts.entries()) {
      this.#texts.set(value, { value, number, uses: 0 });
      this.#seenTexts.delete(value);
    }
    for (const [number, { node }] of nodes.entries()) {
      const key = nodeKey(node);
      this.#nodes.set(key, { value: node, number, uses: 0 });
      this.#seenNodes.delete(key);
    }
  }

  textNumber(text: string): number | undefined {
    return use(this.#texts.get(text));
  }

  nodeNumber(key: string): number | undefined {
    return use(this.#nodes.get(key));
  }

  /** Counts what a record had to write out. */
  note({ ownTexts, ownNodes }: RecordWriter): void {
    for (const text of ownTexts) {
      if (text.length <= LONGEST_TEXT) this.repeatedBytes += see(this.#seenTexts, text, text);
    }
    for (const node of ownNodes) this.repeatedBytes += see(this.#seenNodes, nodeKey(node), node);
  }

  /** What came again and again, the most frequent first, as these have the shortest numbers. */
  frequent(): { readonly texts: readonly string[]; readonly nodes: readonly NodeIdentity[] } {
    return {
      texts: frequentOf(this.#texts.values(), this.#seenTexts.values()),
      nodes: frequentOf(this.#nodes.values(), this.#seenNodes.values()),
    };
  }
}

function use(word: Word<unknown> | undefined): number | undefined {
  if (word === undefined) return undefined;
  word.uses++;
  return word.number;
}

/** Gives the bytes that a vocabulary would have saved. */
function see<T>(seen: Seen<T>, key: string, value: T): number {
  const known = seen.get(key);
  if (known !== undefined) {
    known.traces++;
    return key.length;
  }
  if (seen.size >= MOST_SEEN) seen.clear();
  seen.set(key, { value, traces: 1 });
  return 0;
}

function frequentOf<T>(
  words: Iterable<Word<T>>,
  seen: Iterable<{ readonly value: T; readonly traces: number }>,
): T[] {
  const counted: { readonly value: T; readonly count: number }[] = [];
  for (const { value, uses } of words) if (uses > 1) counted.push({ value, count: uses });
  for (const { value, traces } of seen) if (traces > 1) counted.push({ value, count: traces });
  return counted
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_WORDS)
    .map(({ value }) => value);
}
