import { statSync } from 'node:fs';
import type { StoreStatus } from '../trace-store.js';
import { databaseFile } from './database-file.js';
import { type Database, numberOf, type Statement } from './driver.js';
import { schemaVersion } from './migrate.js';

/** Reads the figures of a status page. */
export class StoreFigures {
  readonly #database: Database;
  readonly #folder: string;
  readonly #figures: Statement;

  constructor(database: Database, folder: string) {
    this.#database = database;
    this.#folder = folder;
    this.#figures = database.prepare(
      `SELECT (SELECT value FROM counter WHERE name = 'traces') AS traces,
              (SELECT value FROM counter WHERE name = 'documents') AS documents,
              (SELECT value FROM counter WHERE name = 'left out: trace too large') AS left_out,
              (SELECT sum(documents) FROM dirty) AS pending`,
    );
  }

  status(): StoreStatus {
    const row = this.#figures.get();
    return {
      traces: numberOf(row?.['traces']),
      documents: numberOf(row?.['documents']),
      pending: numberOf(row?.['pending']),
      diskBytes: this.#diskBytes(),
      leftOut: { 'trace-too-large': numberOf(row?.['left_out'] ?? 0) },
      schemaVersion,
      engine: this.#database.engine,
    };
  }

  #diskBytes(): number {
    const file = databaseFile(this.#folder);
    return sizeOf(file) + sizeOf(`${file}-wal`);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
