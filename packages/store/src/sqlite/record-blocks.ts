import { type Database, numberOf, type Statement } from './driver.js';
import { writeBlock } from './record-block.js';
import { writeRecordBytes } from './record-bytes.js';
import { readWords, writeWords } from './record-vocabulary.js';
import { RecordWriter } from './record-writer.js';
import { compressWords, Vocabularies } from './vocabularies.js';
import { WordCount } from './word-count.js';

/** Bytes that a vocabulary takes beside its texts, which deflate to a quarter or less. */
const LEAST_COST = 200;

/** Blocks after which a vocabulary is made anew, without what is not used any more, so that old ones go with the blocks they serve. */
const MOST_BLOCKS = 128;

/** The vocabulary in use. */
interface Current {
  readonly id: number;
  readonly words: WordCount;
  readonly writer: RecordWriter;
  /** Bytes that making another one costs, roughly. */
  readonly cost: number;
  blocks: number;
}

/**
 * Writes records into blocks, inside the caller's transaction; when that is undone, {@link forget} drops what was in memory. A new
 * vocabulary is made when what the one in use lacks has cost as much as a vocabulary does.
 */
export class RecordBlocks {
  readonly #vocabularies: Vocabularies;
  readonly #newest: Statement;
  readonly #insert: Statement;
  readonly #use: Statement;
  readonly #release: Statement;
  readonly #deleteUnused: Statement;
  #current: Current | undefined;

  constructor(database: Database) {
    this.#vocabularies = new Vocabularies(database);
    this.#newest = database.prepare('SELECT max(id) AS id FROM vocabulary');
    this.#insert = database.prepare('INSERT INTO vocabulary (packs, words) VALUES (0, ?) RETURNING id');
    this.#use = database.prepare('UPDATE vocabulary SET packs = packs + 1 WHERE id = ?');
    this.#release = database.prepare('UPDATE vocabulary SET packs = packs - 1 WHERE id = ?');
    this.#deleteUnused = database.prepare('DELETE FROM vocabulary WHERE packs <= 0 AND id <> ?');
  }

  /** The block of some records, which are texts as `writeRecord` gives them. */
  write(texts: readonly string[]): Uint8Array {
    let current = this.#current ?? this.#newestOne();
    let written = texts.map((text) => writeCounted(text, current));
    if (current.words.repeatedBytes > current.cost || current.blocks >= MOST_BLOCKS) {
      current = this.#renew(current.words);
      const { writer } = current;
      written = texts.map((text) => writeWith(writer, text));
    }
    current.blocks++;
    this.#current = current;
    this.#use.run(current.id);
    return writeBlock({ vocabulary: current.id, records: written });
  }

  /** A block is gone that needed this vocabulary. */
  release(vocabulary: number): void {
    this.#release.run(vocabulary);
  }

  forget(): void {
    this.#current = undefined;
  }

  #newestOne(): Current {
    const { id, text, words } = this.#vocabularies.get(numberOf(this.#newest.get()?.['id']));
    return currentOf(id, text, new WordCount(words));
  }

  #renew(before: WordCount): Current {
    const { texts, nodes } = before.frequent();
    const text = writeWords(texts, nodes);
    const id = numberOf(this.#insert.get(compressWords(text))?.['id']);
    this.#deleteUnused.run(id);
    return currentOf(id, text, new WordCount(readWords(text), before));
  }
}

function currentOf(id: number, text: string, words: WordCount): Current {
  return { id, words, writer: new RecordWriter(words), cost: LEAST_COST + text.length / 4, blocks: 0 };
}

function writeCounted(text: string, { words, writer }: Current): Uint8Array {
  writeRecordBytes(text, writer);
  words.note(writer);
  return writer.take();
}

/** What is in a record counts once. */
function writeWith(writer: RecordWriter, text: string): Uint8Array {
  writeRecordBytes(text, writer);
  return writer.take();
}
