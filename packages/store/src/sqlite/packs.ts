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

/** The columns from which {@link Packs} reads a trace's texts, and the join that brings them. */
export const TEXT_COLUMNS = 'record, contribution, pack, place';
export const WITH_FRESH = 'LEFT JOIN fresh ON fresh.rid = trace.rid';

/** The texts of a trace that are too long for its row. */
export interface TraceTexts {
  readonly record: string;
  readonly contribution: string;
}

/** A row of `trace` with its texts, wherever they were. */
export interface ReadTrace extends TraceTexts {
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

  /** All rows of a statement that gives {@link TEXT_COLUMNS}, read outside of any transaction. */
  all(statement: Statement, ...parameters: readonly SqlInput[]): ReadTrace[] {
    return snapshot(this.#database, () =>
      statement.all(...parameters).map((row) => ({ row, ...this.texts(row) })),
    );
  }

  /** Record and contribution of a row that has {@link TEXT_COLUMNS}. */
  texts(row: Row): TraceTexts {
    const { pack, place } = row;
    if (typeof pack !== 'number') {
      return { record: textOf(row['record']), contribution: textOf(row['contribution']) };
    }
    const frames = this.#framesOf(pack);
    return {
      record: textAt(frames, 2 * numberOf(place)),
      contribution: textAt(frames, 2 * numberOf(place) + 1),
    };
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
