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
  readonly record: string;
  readonly contribution: StoredContribution;
}

/** A row of `trace` with its record, wherever that was. */
export interface ReadRecord {
  readonly row: Row;
  readonly record: string;
}

/** A row of `trace` with all that is too long for it. */
export interface ReadTrace extends LongParts {
  readonly row: Row;
}

/** Reads packed traces. A row and its block must be read in one transaction: the trace may be unpacked at any other time. */
export class Packs {
  readonly #database: Database;
  readonly #rows: Statement;
  readonly #documents: Statement;
  readonly #expanded = new Map<number, readonly Uint8Array[]>();

  constructor(database: Database) {
    this.#database = database;
    this.#rows = database.prepare('SELECT rows AS frames FROM pack WHERE id = ?');
    this.#documents = database.prepare('SELECT documents AS frames FROM pack WHERE id = ?');
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

  /** What is packed of a trace besides its documents; no contribution since schema 5. */
  texts(pack: number, place: number): { readonly record: string; readonly contribution: string } {
    const frames = this.#framesOf(pack);
    return { record: textAt(frames, 2 * place), contribution: textAt(frames, 2 * place + 1) };
  }

  /** The record of a row that has {@link RECORD_COLUMNS}. */
  record(row: Row): string {
    const { pack, place } = row;
    return typeof pack === 'number' ? this.texts(pack, numberOf(place)).record : textOf(row['record']);
  }

  /** The contribution of a row that has {@link LONG_COLUMNS}; under schema 4 it was packed beside the record. */
  contribution(row: Row): StoredContribution {
    const { pack, place, part } = row;
    if (part !== null) return bytesOf(part);
    return typeof pack === 'number'
      ? this.texts(pack, numberOf(place)).contribution
      : textOf(row['contribution']);
  }

  /** The documents of a packed trace in order of arrival. */
  documents(pack: number, place: number): Uint8Array[] {
    return splitFrames(frameAt(this.#expand(this.#documents, pack), place));
  }

  #framesOf(pack: number): readonly Uint8Array[] {
    const known = this.#expanded.get(pack);
    if (known !== undefined) return known;
    const frames = this.#expand(this.#rows, pack);
    const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0);
    if (bytes > REMEMBERED_BYTES) return frames;
    if (this.#expanded.size >= REMEMBERED) this.#expanded.clear();
    this.#expanded.set(pack, frames);
    return frames;
  }

  #expand(statement: Statement, pack: number): Uint8Array[] {
    return expandFrames(bytesOf(statement.get(pack)?.['frames']));
  }
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
