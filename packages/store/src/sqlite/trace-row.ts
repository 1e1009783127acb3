import type { TraceDocument } from '@radiograph/protocol';
import { bytesOf, type Database, numberOf, type Row, type Statement, textOf } from './driver.js';
import { rereadDocument } from './hashed-document.js';
import { traceKey } from './trace-key.js';

/** What is stored of a trace besides its documents. */
export interface StoredTraceRow {
  readonly rid: number;
  readonly revision: number;
  readonly documents: number;
  readonly bytes: number;
  readonly leftOut: number;
  readonly contribution: string;
}

/** A trace's documents as far as its limit allows. */
export interface LoadedDocuments {
  readonly documents: readonly TraceDocument[];
  readonly count: number;
  readonly bytes: number;
  /** Rows beyond the limit, in order of arrival. */
  readonly beyond: readonly number[];
}

/** Reads a trace's row and documents. */
export class TraceRows {
  readonly #row: Statement;
  readonly #documents: Statement;

  constructor(database: Database) {
    this.#row = database.prepare(
      'SELECT rid, revision, documents, bytes, left_out, contribution FROM trace WHERE id = ?',
    );
    this.#documents = database.prepare('SELECT rid, body FROM document WHERE trace = ? ORDER BY rid');
  }

  row(id: string): StoredTraceRow | undefined {
    const row = this.#row.get(traceKey(id));
    return row && fromRow(row);
  }

  documents(id: string, maxBytes: number): LoadedDocuments {
    const documents: TraceDocument[] = [];
    const beyond: number[] = [];
    let bytes = 0;
    let count = 0;
    for (const row of this.#documents.all(traceKey(id))) {
      const body = bytesOf(row['body']);
      if (beyond.length > 0 || bytes + body.byteLength > maxBytes) {
        beyond.push(numberOf(row['rid']));
        continue;
      }
      bytes += body.byteLength;
      count++;
      const document = rereadDocument(body);
      if (document !== undefined) documents.push(document);
    }
    return { documents, count, bytes, beyond };
  }
}

function fromRow(row: Row): StoredTraceRow {
  return {
    rid: numberOf(row['rid']),
    revision: numberOf(row['revision']),
    documents: numberOf(row['documents']),
    bytes: numberOf(row['bytes']),
    leftOut: numberOf(row['left_out']),
    contribution: textOf(row['contribution']),
  };
}
