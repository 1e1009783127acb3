import { isTraceId } from '@radiograph/protocol';
import { assemble } from '@radiograph/trace';
import type { StoredTrace } from '../trace-store.js';
import type { Database } from './driver.js';
import type { Job } from './job.js';
import { TraceRows } from './trace-row.js';

/** Reads traces by id, straight from their documents: what has just arrived is in them. */
export class Lookup {
  readonly #rows: TraceRows;

  constructor(database: Database) {
    this.#rows = new TraceRows(database);
  }

  /** Those that are known, in the order asked for; an id that is none is not known. */
  async traces(ids: readonly string[], job: Job): Promise<readonly StoredTrace[]> {
    const found: StoredTrace[] = [];
    for (const id of ids) {
      if (!isTraceId(id)) continue;
      const { documents } = this.#rows.documents(id, Number.POSITIVE_INFINITY);
      if (documents.length > 0) {
        const leftOut = this.#rows.row(id)?.leftOut ?? 0;
        found.push({ trace: assemble(id, documents), limitExceeded: leftOut > 0 });
      }
      await job.step();
    }
    return found;
  }
}
