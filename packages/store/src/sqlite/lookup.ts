import { isTraceId } from '@radiograph/protocol';
import { assemble } from '@radiograph/trace';
import type { StoredTrace } from '../trace-store.js';
import { type Database, snapshot } from './driver.js';
import type { Job } from './job.js';
import { TraceRows } from './trace-row.js';

/** Reads traces by id, straight from their documents: what has just arrived is in them. */
export class Lookup {
  readonly #database: Database;
  readonly #rows: TraceRows;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = new TraceRows(database);
  }

  /** Those that are known, in the order asked for; an id that is none is not known. */
  async traces(ids: readonly string[], job: Job): Promise<readonly StoredTrace[]> {
    const found: StoredTrace[] = [];
    for (const id of ids) {
      if (!isTraceId(id)) continue;
      const trace = snapshot(this.#database, () => this.#trace(id));
      if (trace !== undefined) found.push(trace);
      await job.step();
    }
    return found;
  }

  #trace(id: string): StoredTrace | undefined {
    const { documents } = this.#rows.documents(id, Number.POSITIVE_INFINITY);
    if (documents.length === 0) return undefined;
    const leftOut = this.#rows.rows([id]).get(id)?.leftOut ?? 0;
    return { trace: assemble(id, documents), limitExceeded: leftOut > 0 };
  }
}
