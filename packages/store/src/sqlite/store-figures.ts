import type { StoreLimits, StoreStatus } from '../trace-store.js';
import { diskBytes } from './data-folder.js';
import { type Database, numberOf, type Statement } from './driver.js';
import { schemaVersion } from './migrate.js';

/** Reads the figures of a status page. */
export class StoreFigures {
  readonly #database: Database;
  readonly #folder: string;
  readonly #limits: StoreLimits;
  readonly #figures: Statement;

  constructor(database: Database, folder: string, limits: StoreLimits) {
    this.#database = database;
    this.#folder = folder;
    this.#limits = limits;
    this.#figures = database.prepare(
      `SELECT (SELECT value FROM counter WHERE name = 'traces') AS traces,
              (SELECT value FROM counter WHERE name = 'documents') AS documents,
              (SELECT value FROM counter WHERE name = 'left out: trace too large') AS left_out,
              (SELECT sum(documents) FROM dirty) AS pending,
              (SELECT min(at) FROM entry) AS oldest`,
    );
  }

  status(): StoreStatus {
    const row = this.#figures.get();
    return {
      traces: numberOf(row?.['traces']),
      documents: numberOf(row?.['documents']),
      pending: numberOf(row?.['pending']),
      leftOut: { 'trace-too-large': numberOf(row?.['left_out'] ?? 0) },
      diskBytes: diskBytes(this.#folder),
      limits: this.#limits,
      ...(typeof row?.['oldest'] === 'number' && { oldestTrace: row['oldest'] }),
      schemaVersion,
      engine: this.#database.engine,
    };
  }
}
