import { bytesOf, type Database, type Statement } from './driver.js';
import { traceIdOf, traceKey } from './trace-key.js';

/**
 * Which traces link to which. A link's edge is drawn from both traces, so that the one that holds the link has to be assembled
 * again when the other changes or goes, in whichever order they arrive.
 */
export class Links {
  readonly #select: Statement;
  readonly #insert: Statement;
  readonly #delete: Statement;
  readonly #mark: Statement;

  constructor(database: Database) {
    this.#select = database.prepare('SELECT source FROM link WHERE target = ?');
    this.#insert = database.prepare('INSERT OR IGNORE INTO link (target, source) VALUES (?, ?)');
    this.#delete = database.prepare('DELETE FROM link WHERE source = ?');
    this.#mark = database.prepare('INSERT OR IGNORE INTO dirty (trace, documents) VALUES (?, 0)');
  }

  /** Notes what a trace links to, in place of what was noted before. */
  replace(source: string, targets: readonly string[]): void {
    const key = traceKey(source);
    this.#delete.run(key);
    for (const target of targets) if (target !== source) this.#insert.run(traceKey(target), key);
  }

  /** The traces that link to this one. */
  sourcesOf(target: string): string[] {
    return this.#select.all(traceKey(target)).map((row) => traceIdOf(bytesOf(row['source'])));
  }

  /** Has traces assembled again, though no document of theirs is new. */
  mark(ids: Iterable<string>): void {
    for (const id of ids) this.#mark.run(traceKey(id));
  }
}
