import type { TraceDocument } from '@radiograph/protocol';
import type { StoredContribution } from './contribution-bytes.js';
import { bytesOf, type Database, numberOf, type Row, type Statement } from './driver.js';
import { rereadDocument } from './hashed-document.js';
import { LONG_COLUMNS, Packs, WITH_LONG } from './packs.js';
import { AMONG, traceIdOf, traceKey, traceKeys } from './trace-key.js';

/** What is stored of a trace besides its documents. */
export interface StoredTraceRow {
  readonly rid: number;
  /** By what time it is listed, epoch seconds. */
  readonly at: number;
  readonly revision: number;
  readonly documents: number;
  readonly bytes: number;
  readonly leftOut: number;
  readonly contribution: StoredContribution;
  readonly packed: boolean;
}

/** A trace's documents as far as its limit allows. */
export interface LoadedDocuments {
  readonly documents: readonly TraceDocument[];
  readonly count: number;
  readonly bytes: number;
  /** Rows beyond the limit, in order of arrival; none of a packed trace. */
  readonly beyond: readonly number[];
}

/** Reads a trace's row and documents, packed or not; other connections than the writer's in a `snapshot`. */
export class TraceRows {
  readonly #rows: Statement;
  readonly #documents: Statement;
  readonly #place: Statement;
  readonly #packs: Packs;

  constructor(database: Database) {
    this.#rows = database.prepare(
      `SELECT trace.rid AS rid, id, at, revision, documents, bytes, left_out, ${LONG_COLUMNS}
       FROM trace ${WITH_LONG} WHERE id ${AMONG}`,
    );
    this.#documents = database.prepare('SELECT rid, body FROM document WHERE trace = ? ORDER BY rid');
    this.#place = database.prepare('SELECT pack, place FROM trace WHERE id = ? AND pack IS NOT NULL');
    this.#packs = new Packs(database);
  }

  /** The rows of those of these traces that have one, by id. */
  rows(ids: readonly string[]): Map<string, StoredTraceRow> {
    const rows = this.#rows.all(traceKeys(ids));
    return new Map(
      rows.map((row) => [traceIdOf(bytesOf(row['id'])), fromRow(row, this.#packs.contribution(row))]),
    );
  }

  documents(id: string, maxBytes: number): LoadedDocuments {
    const documents: TraceDocument[] = [];
    const beyond: number[] = [];
    let bytes = 0;
    let count = 0;
    for (const { rid, body } of this.#bodies(id)) {
      if (beyond.length > 0 || bytes + body.byteLength > maxBytes) {
        beyond.push(rid);
        continue;
      }
      bytes += body.byteLength;
      count++;
      const document = rereadDocument(body);
      if (document !== undefined) documents.push(document);
    }
    return { documents, count, bytes, beyond };
  }

  #bodies(id: string): { readonly rid: number; readonly body: Uint8Array }[] {
    const key = traceKey(id);
    const rows = this.#documents.all(key);
    if (rows.length > 0)
      return rows.map((row) => ({ rid: numberOf(row['rid']), body: bytesOf(row['body']) }));
    const row = this.#place.get(key);
    if (row === undefined) return [];
    const bodies = this.#packs.documents(numberOf(row['pack']), numberOf(row['place']));
    return bodies.map((body) => ({ rid: 0, body }));
  }
}

function fromRow(row: Row, contribution: StoredContribution): StoredTraceRow {
  return {
    rid: numberOf(row['rid']),
    at: numberOf(row['at']),
    revision: numberOf(row['revision']),
    documents: numberOf(row['documents']),
    bytes: numberOf(row['bytes']),
    leftOut: numberOf(row['left_out']),
    contribution,
    packed: row['pack'] !== null,
  };
}
