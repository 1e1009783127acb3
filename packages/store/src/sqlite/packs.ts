import type { StoredContribution } from './contribution-bytes.js';
import {
  bytesOf,
  type Database,
  numberOf,
  type Row,
  type SqlInput,
  type Statement,
  snapshot,
  textOf,
} from './driver.js';
import { expandFrames, splitFrames } from './frames.js';
import { readBlock } from './record-block.js';
import type { RecordVocabulary } from './record-vocabulary.js';
import type { StoredRecord } from './stored-record.js';
import { Vocabularies } from './vocabularies.js';

/** Expanded blocks kept, and the size up to which they are: neighbours in a block are mostly read one after another. */
const REMEMBERED = 32;
const REMEMBERED_BYTES = 512 * 1024;

/** The columns from which {@link Packs} reads what is too long for a trace's row, and the joins that bring them. */
export const RECORD_COLUMNS = 'record, pack, place';
export const WITH_RECORD = 'LEFT JOIN fresh ON fresh.rid = trace.rid';
export const LONG_COLUMNS: string = `${RECORD_COLUMNS}, contribution, part.rows AS part`;
export const WITH_LONG: string = `${WITH_RECORD} LEFT JOIN part ON part.rid = trace.rid`;

/** What of a trace is too long for its row. */
interface LongParts {
  readonly record: StoredRecord;
  readonly contribution: StoredContribution;
}

/** What a block holds of a trace besides its documents. */
interface PackedRow {
  readonly record: StoredRecord;
  /** Empty since schema 5. */
  readonly contribution: string;
}

/** A row of `trace` with all that is too long for it. */
export interface ReadTrace extends LongParts {
  readonly row: Row;
}

/** Reads packed traces. A row and its block must be read in one transaction: the trace may be unpacked at any other time. */
export class Packs {
  readonly #database: Database;
  readonly #rows: Statement;
  readonly #manyRows: Statement;
  readonly #documents: Statement;
  readonly #vocabularies: Vocabularies;
  readonly #expanded = new Map<number, ExpandedRows>();

  constructor(database: Database) {
    this.#database = database;
    this.#rows = database.prepare('SELECT rows AS frames FROM pack WHERE id = ?');
    this.#manyRows = database.prepare(
      'SELECT id, rows AS frames FROM pack WHERE id IN (SELECT value FROM json_each(?))',
    );
    this.#documents = database.prepare('SELECT documents AS frames FROM pack WHERE id = ?');
    this.#vocabularies = new Vocabularies(database);
  }

  /** All rows of a statement that gives {@link LONG_COLUMNS}, read outside of any transaction. */
  all(statement: Statement, ...parameters: readonly SqlInput[]): ReadTrace[] {
    return snapshot(this.#database, () =>
      statement.all(...parameters).map((row) => ({ row, ...this.parts(row) })),
    );
  }

  /** Record and contribution of a row that has {@link LONG_COLUMNS}. */
  parts(row: Row): LongParts {
    return { record: this.record(row), contribution: this.contribution(row) };
  }

  /** Reads the blocks of some rows at once, before their records are asked for: one question costs less than one for each. */
  fetch(rows: readonly Row[]): void {
    const packs = new Set<number>();
    for (const { pack } of rows) if (typeof pack === 'number' && !this.#expanded.has(pack)) packs.add(pack);
    if (packs.size < 2) return;
    if (this.#expanded.size + packs.size > REMEMBERED) this.#forgetOthers(rows);
    for (const { id, frames } of this.#manyRows.all(JSON.stringify([...packs]))) {
      this.#remember(numberOf(id), this.#expandRows(bytesOf(frames)));
    }
  }

  #forgetOthers(rows: readonly Row[]): void {
    const wanted = new Set(rows.map(({ pack }) => pack));
    for (const pack of this.#expanded.keys()) if (!wanted.has(pack)) this.#expanded.delete(pack);
  }

  /** What is packed of a trace besides its documents. */
  rowOf(pack: number, place: number): PackedRow {
    const { records, vocabulary } = this.#rowsOf(pack);
    if (vocabulary !== undefined)
      return { record: { bytes: frameAt(records, place), vocabulary }, contribution: '' };
    return { record: textAt(records, 2 * place), contribution: textAt(records, 2 * place + 1) };
  }

  /** The record of a row that has {@link RECORD_COLUMNS}. */
  record(row: Row): StoredRecord {
    const { pack, place } = row;
    return typeof pack === 'number' ? this.rowOf(pack, numberOf(place)).record : textOf(row['record']);
  }

  /** The contribution of a row that has {@link LONG_COLUMNS}; under schema 4 it was packed beside the record. */
  contribution(row: Row): StoredContribution {
    const { pack, place, part } = row;
    if (part !== null) return bytesOf(part);
    return typeof pack === 'number'
      ? this.rowOf(pack, numberOf(place)).contribution
      : textOf(row['contribution']);
  }

  /** The documents of a packed trace in order of arrival. */
  documents(pack: number, place: number): Uint8Array[] {
    return splitFrames(frameAt(expandFrames(bytesOf(this.#documents.get(pack)?.['frames'])), place));
  }

  #rowsOf(pack: number): ExpandedRows {
    const known = this.#expanded.get(pack);
    if (known !== undefined) return known;
    const rows = this.#expandRows(bytesOf(this.#rows.get(pack)?.['frames']));
    if (this.#expanded.size >= REMEMBERED) this.#expanded.clear();
    this.#remember(pack, rows);
    return rows;
  }

  #remember(pack: number, rows: ExpandedRows): void {
    const bytes = rows.records.reduce((sum, record) => sum + record.byteLength, 0);
    if (bytes <= REMEMBERED_BYTES) this.#expanded.set(pack, rows);
  }

  #expandRows(stored: Uint8Array): ExpandedRows {
    const block = readBlock(stored);
    if (block === undefined) return { records: expandFrames(stored), vocabulary: undefined };
    return { records: block.records, vocabulary: this.#vocabularies.get(block.vocabulary) };
  }
}

/** The rows of a block; without a vocabulary, records and contributions by turns as texts. */
interface ExpandedRows {
  readonly records: readonly Uint8Array[];
  readonly vocabulary: RecordVocabulary | undefined;
}

function textAt(frames: readonly Uint8Array[], index: number): string {
  const frame = frameAt(frames, index);
  return Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString();
}

function frameAt(frames: readonly Uint8Array[], index: number): Uint8Array {
  const frame = frames[index];
  if (frame === undefined) throw new RangeError(`a packed block has no frame ${index}`);
  return frame;
}
