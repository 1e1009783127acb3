import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { bytesOf, type Database, type Statement } from './driver.js';
import { RecordVocabulary, writeWords } from './record-vocabulary.js';

/** Vocabularies kept; each serves some thousands of traces. */
const REMEMBERED = 64;

/** Compresses the JSON of a vocabulary. */
export function compressWords(text: string): Uint8Array {
  return deflateRawSync(text);
}

/** Reads vocabularies by their numbers. */
export class Vocabularies {
  readonly #known = new Map<number, RecordVocabulary>([[0, new RecordVocabulary(0, writeWords([], []))]]);
  readonly #select: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT words FROM vocabulary WHERE id = ?');
  }

  get(id: number): RecordVocabulary {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const words = inflateRawSync(bytesOf(this.#select.get(id)?.['words'])).toString();
    const vocabulary = new RecordVocabulary(id, words);
    for (const other of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      if (other !== 0) this.#known.delete(other);
    }
    this.#known.set(id, vocabulary);
    return vocabulary;
  }
}
