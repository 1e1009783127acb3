import { BytesReader } from './bytes-reader.js';
import { type KnownNode, knownNode, type Words } from './record-vocabulary.js';

/** What most records have several of: one list does for all. */
const NONE: readonly never[] = Object.freeze([]);

/** Reads the parts of one record that a `RecordWriter` wrote. */
export class RecordSource extends BytesReader {
  readonly #words: Words;
  readonly #texts: string[] = [];
  readonly #nodes: KnownNode[] = [];
  /** From where the record's times count. */
  baseUs = 0;

  constructor(bytes: Uint8Array, words: Words) {
    super(bytes);
    this.#words = words;
  }

  list<T>(read: (source: this) => T): readonly T[] {
    return this.items(this.whole(), read);
  }

  /** Lists are made as long as they are: one that grows takes room for seventeen, and a record has some forty of one or two. */
  items<T>(length: number, read: (source: this) => T): readonly T[] {
    if (length === 0) return NONE;
    if (length === 1) return [read(this)];
    const items = new Array<T>(length);
    for (let i = 0; i < length; i++) items[i] = read(this);
    return items;
  }

  texts(): readonly string[] {
    return this.list(textOf);
  }

  override text(): string {
    const code = this.whole();
    if (code === 0) {
      const text = this.string();
      this.#texts.push(text);
      return text;
    }
    return known(code % 2 === 1 ? this.#words.texts : this.#texts, code);
  }

  node(): KnownNode {
    const code = this.whole();
    return code === 0 ? this.#newNode() : known(code % 2 === 1 ? this.#words.nodes : this.#nodes, code);
  }

  #newNode(): KnownNode {
    const members = this.whole();
    const name = this.text();
    const node = {
      name,
      ...((members & 1) !== 0 && { type: this.text() }),
      ...((members & 2) !== 0 && { accountId: this.text() }),
    };
    const added = knownNode(node);
    this.#nodes.push(added);
    return added;
  }
}

function textOf(source: RecordSource): string {
  return source.text();
}

function known<T>(table: readonly T[], code: number): T {
  const entry = table[(code - 1) >> 1];
  if (entry === undefined) throw new RangeError(`a stored record names entry ${code} of ${table.length}`);
  return entry;
}
