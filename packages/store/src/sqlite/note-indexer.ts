import { type Database, numberOf, type Statement, transaction } from './driver.js';
import { LONGEST_INDEXED_BYTES, ROWS_PER_TRACE } from './search-rows.js';

/** Traces indexed in one transaction: many, so that a page of the index takes many rows, and fewer where it is so large that appends would wait long. */
const MOST_TRACES = 4_000;
const FEWEST_TRACES = 250;
const CHUNK_MS = 100;

/** The rows of a chunk, oldest first, so that the time from which searches walk over every trace moves on. */
const CHUNK = 'SELECT at, rid FROM unnoted WHERE rid <= ? ORDER BY at, rid LIMIT ?';

/**
 * Indexes the values of annotations and users of traces that are in \`unnoted\`, in the order of the index. Until then searches find these traces
 * by their time.
 */
export class NoteIndexer {
  readonly #database: Database;
  readonly #count: Statement;
  readonly #index: Statement;
  readonly #done: Statement;
  #traces = MOST_TRACES;

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
    return numberOf(this.#count.get()?.['traces']) >= this.#traces;
  }

  /** Indexes some of the traces with numbers up to `rid`; false when there is none. */
  indexChunk(rid: number): boolean {
    const beganMs = performance.now();
    const indexed = transaction(this.#database, () => {
      this.#index.run(rid, this.#traces);
      return this.#done.run(rid, this.#traces);
    });
    if (indexed === this.#traces) this.#adapt(performance.now() - beganMs);
    return indexed > 0;
  }

  #adapt(tookMs: number): void {
    const traces = this.#traces * (tookMs > CHUNK_MS ? 0.5 : tookMs < CHUNK_MS / 4 ? 2 : 1);
    this.#traces = Math.min(MOST_TRACES, Math.max(FEWEST_TRACES, Math.floor(traces)));
  }
}
