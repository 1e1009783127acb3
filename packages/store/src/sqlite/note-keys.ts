import { type Database, numberOf, type Statement } from './driver.js';

/** Keys that get a number; values of further ones are found in records only. */
export const MOST_KEYS = 5_000;

/** Keys whose values are indexed. */
const MOST_INDEXED = 250;

/** The keys of what is noted of every trace besides annotations, as the schema numbers them. */
export const USER_KEY = 1;
export const ZONE_KEY = 2;
export const INSTANCE_KEY = 3;
export const ARN_KEY = 4;

/** The form in which a key of annotations is kept: JSON text holds every character, and is like none of the schema's own keys. */
export function keyText(key: string): string {
  return JSON.stringify(key);
}

/** A key with its number. */
interface NoteKey {
  readonly id: number;
  /** Its values are in `noted`. */
  readonly indexed: boolean;
}

/** Gives every key of annotations a small number, for good, up to a bound. */
export class NoteKeys {
  readonly #byName = new Map<string, NoteKey>();
  readonly #all: Statement;
  readonly #insert: Statement;
  #loaded = false;

  constructor(database: Database) {
    this.#all = database.prepare('SELECT id, name, indexed FROM note_key');
    this.#insert = database.prepare('INSERT INTO note_key (name, indexed) VALUES (?, ?) RETURNING id');
  }

  /** The key's number; undefined where there are too many. */
  keyOf(key: string): NoteKey | undefined {
    if (!this.#loaded) this.#load();
    const name = keyText(key);
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#byName.size >= MOST_KEYS) return undefined;
    const indexed = this.#byName.size < MOST_INDEXED;
    const made = { id: numberOf(this.#insert.get(name, indexed ? 1 : 0)?.['id']), indexed };
    this.#byName.set(name, made);
    return made;
  }

  /** Forgets what a transaction that was undone may have numbered. */
  forget(): void {
    this.#byName.clear();
    this.#loaded = false;
  }

  #load(): void {
    for (const row of this.#all.all()) {
      const name = typeof row['name'] === 'string' ? row['name'] : '';
      this.#byName.set(name, { id: numberOf(row['id']), indexed: row['indexed'] === 1 });
    }
    this.#loaded = true;
  }
}
