import { bytesOf, type Database, numberOf, type SqlInput, type Statement } from './driver.js';
import { hasSurrogates, rowText } from './row-text.js';

/** Texts that get a number: they stay for good, so that there is an end to them. */
const MOST_TEXTS = 30_000;
const LONGEST_TEXT = 400;

/** Of one trace in so many it is noted which texts it has: what comes again and again is seen soon all the same. */
const NOTED_EVERY = 8;

/** Texts remembered that were seen once. */
const MOST_SEEN = 10_000;

/**
 * Gives texts that come again a number, so that rows need not repeat them: methods, user agents, the URLs of routes. A text that was not
 * seen in another trace before gets none: within one, caller and called name the same URL, and most of these never come again.
 */
export class CommonTexts {
  readonly #ids = new Map<string, number>();
  /** The trace in which a text was seen first. */
  readonly #seen = new Map<string, number>();
  readonly #insert: Statement;
  readonly #all: Statement;
  #loaded = false;

  constructor(database: Database) {
    this.#insert = database.prepare('INSERT INTO text (value) VALUES (?) RETURNING id');
    this.#all = database.prepare('SELECT id, value FROM text');
  }

  /** What a row of a trace holds of a text: its number, or its bytes; nothing of one that is absent. */
  cell(text: string | undefined, trace: number): SqlInput {
    if (text === undefined) return null;
    if (!this.#loaded) this.#load();
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const bytes = rowText(text);
    if (trace % NOTED_EVERY !== 0) return bytes;
    if (text.length > LONGEST_TEXT || this.#ids.size >= MOST_TEXTS || hasSurrogates(text)) return bytes;
    const seenIn = this.#seen.get(text);
    if (seenIn === trace) return bytes;
    if (seenIn !== undefined) return this.#number(text, bytes);
    if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
    this.#seen.set(text, trace);
    return bytes;
  }

  /** Forgets what a transaction that was undone may have numbered. */
  forget(): void {
    this.#ids.clear();
    this.#loaded = false;
  }

  #number(text: string, bytes: Uint8Array): number {
    const id = numberOf(this.#insert.get(bytes)?.['id']);
    this.#ids.set(text, id);
    this.#seen.delete(text);
    return id;
  }

  /** Plain UTF-8 gives the text back: those with surrogates never get a number. */
  #load(): void {
    for (const row of this.#all.all()) {
      const bytes = bytesOf(row['value']);
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
      this.#ids.set(text, numberOf(row['id']));
    }
    this.#loaded = true;
  }
}
