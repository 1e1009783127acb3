import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DaemonError } from '../daemon-error.js';
import { type Logger, silentLogger } from '../logger.js';
import { numberOf, SpoolFile } from './spool-file.js';
import { claim } from './spool-lock.js';
import { readPosition, writePosition } from './spool-position.js';
import { decodeRecord, RECORD_HEADER_BYTES } from './spool-record.js';

/** What a spool is opened with. */
export interface SpoolOptions {
  /** Made where it is missing. One process at a time. */
  readonly folder: string;
  /** Bytes on disk, 1 MiB at least; 512 MiB when left out. Beyond it the oldest are dropped, a sixteenth at a time. */
  readonly maxBytes?: number;
  /** Documents that waited for longer are dropped; a week when left out. */
  readonly maxAgeMs?: number;
  readonly logger?: Logger;
}

/** Why documents left the spool unsent. */
export type SpoolLoss = 'spool-full' | 'spool-expired' | 'spool-damaged';

/** Documents of the spool in order of arrival; the next reading gives them again unless {@link SpoolReading.end} tells otherwise. */
export interface SpoolReading {
  readonly documents: readonly Uint8Array[];
  /** Ends the reading: the first `done` documents leave the spool. `left` of all were not sent and count as waiting again. */
  end(done: number, left: number): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const DEFAULT_BYTES = 512 * MEGABYTE;
const DEFAULT_AGE_MS = 7 * 24 * 3600 * 1000;
/** A reading sees a whole document whatever its budget. */
const LEAST_READING_BYTES = MEGABYTE + RECORD_HEADER_BYTES;
const NO_SPACE: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Keeps documents on disk until they can be sent: in append-only files with a checksum for each document, bounded in bytes and in age.
 * What {@link Spool.append} has taken survives the death of the process at any moment. After a power failure the last seconds may be missing;
 * what is there is whole.
 */
export class Spool {
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #release: () => void;
  readonly #files: SpoolFile[] = [];
  #maxBytes: number;
  #maxAgeMs: number;
  /** Where in the first file the next reading starts. */
  #offset = 0;
  #reading = false;
  #nextNumber = 1;
  #turn: Promise<unknown> = Promise.resolve();
  #onLoss: ((loss: SpoolLoss, documents: number) => void) | undefined;
  #unheardLosses: { readonly loss: SpoolLoss; readonly documents: number }[] = [];
  #closed = false;

  private constructor(options: SpoolOptions, release: () => void) {
    this.#folder = options.folder;
    this.#logger = options.logger ?? silentLogger;
    this.#release = release;
    this.#maxBytes = options.maxBytes ?? DEFAULT_BYTES;
    this.#maxAgeMs = options.maxAgeMs ?? DEFAULT_AGE_MS;
  }

  /**
   * Opens a spool with what an earlier process left in it.
   *
   * @throws DaemonError `daemon/spool-in-use`, `daemon/spool-unusable`
   */
  static async open(options: SpoolOptions): Promise<Spool> {
    const { folder } = options;
    let release: () => void = () => {};
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      release = claim(join(folder, 'lock.json'));
      const spool = new Spool(options, release);
      await spool.#recover();
      return spool;
    } catch (cause) {
      release();
      if (cause instanceof DaemonError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DaemonError(
        'daemon/spool-unusable',
        `the spool cannot be kept in ${folder}: ${reason}; give a folder that this user may write with --spool, or --spool off`,
        { cause },
      );
    }
  }

  /** Documents that wait and are not being read. */
  get documents(): number {
    return this.#files.reduce((sum, file) => sum + file.documents, 0);
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.#files.reduce((sum, file) => sum + file.bytes, 0);
  }

  /** Tells of documents that left unsent, those that were found lost on opening first. */
  set onLoss(listen: (loss: SpoolLoss, documents: number) => void) {
    this.#onLoss = listen;
    for (const { loss, documents } of this.#unheardLosses.splice(0)) listen(loss, documents);
  }

  /** Documents that were found damaged on opening and that nobody was told of yet. */
  get lostBefore(): number {
    return this.#unheardLosses.reduce((sum, { documents }) => sum + documents, 0);
  }

  /** Changes the bounds; what is beyond them goes with the next append or reading. */
  configure({ maxBytes, maxAgeMs }: Pick<SpoolOptions, 'maxBytes' | 'maxAgeMs'>): void {
    this.#maxBytes = maxBytes ?? DEFAULT_BYTES;
    this.#maxAgeMs = maxAgeMs ?? DEFAULT_AGE_MS;
  }

  /** Appends documents, all or none, and makes room for them by dropping the oldest; false when the disk does not take them. */
  append(documents: readonly Uint8Array[]): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#closed) return false;
      const bytes = documents.reduce((sum, { length }) => sum + RECORD_HEADER_BYTES + length, 0);
      await this.#expire();
      while (this.bytes + bytes > this.#maxBytes) if (!(await this.#dropOldest('spool-full'))) return false;
      for (;;) {
        try {
          await (await this.#fileFor(bytes)).append(documents);
          return true;
        } catch (error) {
          const { code, message } = error as NodeJS.ErrnoException;
          const room = NO_SPACE.has(code) && (await this.#dropOldest('spool-full'));
          if (room) continue;
          this.#logger.error(
            { folder: this.#folder, error: message },
            `The spool cannot be written: ${message}`,
          );
          return false;
        }
      }
    });
  }

  /**
   * Reads the oldest documents, up to about so many and so many bytes, one at least; undefined when there are none. One reading at a time.
   * Rejects with the system's error.
   */
  read(mostDocuments: number, mostBytes: number): Promise<SpoolReading | undefined> {
    return this.#inTurn(async () => {
      if (this.#closed) return undefined;
      await this.#expire();
      for (;;) {
        await this.#removeReadFiles();
        const [file] = this.#files;
        if (file === undefined || this.#offset >= file.bytes) return undefined;
        const found = await this.#readFrom(file, mostDocuments, mostBytes);
        if (found.documents.length > 0) return this.#startReading(file, found);
      }
    });
  }

  /** Lets the folder go. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed) return;
      this.#closed = true;
      for (const file of this.#files) await file.close();
      this.#release();
    });
  }

  async #recover(): Promise<void> {
    const numbers = (await readdir(this.#folder))
      .flatMap((name) => numberOf(name) ?? [])
      .sort((a, b) => a - b);
    const position = await readPosition(this.#folder);
    for (const number of numbers) {
      const offset = number === position.file ? position.offset : 0;
      const { file, torn } = await SpoolFile.recover(this.#folder, number, offset);
      if (torn) this.#lose('spool-damaged', 1);
      // A process that died between keeping its position and removing files leaves some that are done with.
      if (number < position.file || file.documents === 0) await file.remove();
      else this.#files.push(file);
    }
    this.#nextNumber = Math.max(position.file, numbers.at(-1) ?? 0) + 1;
    this.#offset = this.#files[0]?.number === position.file ? position.offset : 0;
    const { documents, bytes } = this;
    if (documents > 0)
      this.#logger.info({ documents, bytes, folder: this.#folder }, 'The spool holds documents to be sent');
  }

  async #fileFor(bytes: number): Promise<SpoolFile> {
    const last = this.#files.at(-1);
    const fileBytes = Math.min(16 * MEGABYTE, this.#maxBytes / 16);
    if (last !== undefined && last.bytes + bytes <= fileBytes) return last;
    const file = await SpoolFile.create(this.#folder, this.#nextNumber);
    this.#nextNumber += 1;
    // The first file may be read from at this moment; it is closed when it is removed.
    if (last !== this.#files[0]) await last?.close();
    this.#files.push(file);
    return file;
  }

  async #readFrom(file: SpoolFile, mostDocuments: number, mostBytes: number): Promise<Found> {
    const bytes = await file.read(this.#offset, Math.max(mostBytes, LEAST_READING_BYTES));
    const documents: Uint8Array[] = [];
    const ends: number[] = [];
    for (let at = 0; at < bytes.length && documents.length < mostDocuments; ) {
      const record = decodeRecord(bytes, at);
      if (record.kind === 'document') {
        documents.push(record.document);
        ends.push(this.#offset + record.end);
        at = record.end;
      } else {
        // Damage is dealt with when it is met first, so that it is counted once.
        if (documents.length === 0)
          this.#skip(file, record.kind === 'damaged' ? this.#offset + record.end : undefined);
        break;
      }
    }
    return { documents, ends };
  }

  /** Steps over a damaged record, or over the rest of the file where the next one cannot be found. */
  #skip(file: SpoolFile, end = file.bytes): void {
    const lost = end === file.bytes ? file.documents : 1;
    file.documents -= lost;
    this.#offset = end;
    this.#logger.error(
      { file: file.path, documents: lost },
      'The spool is damaged; what cannot be read is dropped',
    );
    this.#lose('spool-damaged', lost);
  }

  #startReading(file: SpoolFile, { documents, ends }: Found): SpoolReading {
    this.#reading = true;
    file.documents -= documents.length;
    return {
      documents,
      end: (done, left) =>
        this.#inTurn(async () => {
          this.#reading = false;
          file.documents += left;
          this.#offset = ends[done - 1] ?? this.#offset;
          await this.#removeReadFiles();
          await this.#keepPosition();
        }),
    };
  }

  async #removeReadFiles(): Promise<void> {
    for (let [file] = this.#files; file !== undefined && this.#offset >= file.bytes; [file] = this.#files) {
      this.#files.shift();
      this.#offset = 0;
      await file.remove();
    }
  }

  async #keepPosition(): Promise<void> {
    const file = this.#files[0]?.number ?? this.#nextNumber;
    await writePosition(this.#folder, { file, offset: this.#offset }).catch((error: unknown) => {
      // Nothing is lost: after a restart some documents are sent a second time.
      this.#logger.warn({ error: String(error) }, 'The position in the spool cannot be kept');
    });
  }

  async #expire(): Promise<void> {
    const before = Date.now() - this.#maxAgeMs;
    for (;;) {
      const oldest = this.#files[this.#reading ? 1 : 0];
      if (oldest === undefined || oldest.changedAtMs >= before) return;
      await this.#dropOldest('spool-expired');
    }
  }

  /** Drops the oldest file that is not being read; false when there is none. */
  async #dropOldest(loss: SpoolLoss): Promise<boolean> {
    const index = this.#reading ? 1 : 0;
    const [file] = this.#files.splice(index, 1);
    if (file === undefined) return false;
    if (index === 0) this.#offset = 0;
    await file.remove();
    this.#lose(loss, file.documents);
    return true;
  }

  #lose(loss: SpoolLoss, documents: number): void {
    if (documents === 0) return;
    if (this.#onLoss === undefined) this.#unheardLosses.push({ loss, documents });
    else this.#onLoss(loss, documents);
  }

  /** Operations run one after the other, whoever calls. */
  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(operation);
    this.#turn = done.catch(() => {});
    return done;
  }
}

interface Found {
  readonly documents: readonly Uint8Array[];
  /** Where each document's record ends in the file. */
  readonly ends: readonly number[];
}
