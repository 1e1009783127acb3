import { type Database, numberOf, type Statement, transaction } from './driver.js';
import { LONGEST_INDEXED_BYTES, ROWS_PER_TRACE } from './search-rows.js';

/** Traces indexed in one transaction: enough that a page of the index takes many rows, and few enough that appends do not wait long. */
const CHUNK_TRACES = 4_000;

/** The rows of a chunk, oldest first, so that the time from which searches walk over every trace moves on. */
const CHUNK = `SELECT at, rid FROM unnoted WHERE rid <= ? ORDER BY at, rid LIMIT ${CHUNK_TRACES}`;

/**
 * Indexes the values of annotations and users of traces that are in \`unnoted\`, in the order of the index. Until then searches find these traces
 * by their time.
 */
export class NoteIndexer {
  readonly #database: Database;
  readonly #count: Statement;
  readonly #index: Statement;
  readonly #done: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.#count = database.prepare('SELECT count(*) AS traces FROM unnoted');
    // A row that is there already was put there when its key was chosen to be indexed.
    this.#index = database.prepare(
      `INSERT OR IGNORE INTO noted (key, value, at, rid)
       SELECT note.key, note.value, u.at, u.rid
       FROM (${CHUNK}) AS u
       CROSS JOIN note ON note.id >= u.rid * ${ROWS_PER_TRACE} AND note.id < (u.rid + 1) * ${ROWS_PER_TRACE}
       CROSS JOIN note_key ON note_key.id = note.key
       WHERE note_key.indexed = 1 AND (typeof(note.value) <> 'blob' OR length(note.value) <= ${LONGEST_INDEXED_BYTES})
       ORDER BY note.key, note.value, u.at, u.rid`,
    );
    this.#done = database.prepare(`DELETE FROM unnoted WHERE (at, rid) IN (${CHUNK})`);
  }

  /** As many traces wait as are indexed at a time. */
  get isFull(): boolean {
    return numberOf(this.#count.get()?.['traces']) >= CHUNK_TRACES;
  }

  /** Indexes some of the traces with numbers up to `rid`; false when there is none. */
  indexChunk(rid: number): boolean {
    return transaction(this.#database, () => {
      this.#index.run(rid);
      return this.#done.run(rid) > 0;
    });
  }
}
