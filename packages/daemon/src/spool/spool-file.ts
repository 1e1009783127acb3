import { type FileHandle, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecord, encodeRecords } from './spool-record.js';

const NAME = /^(\d{12})\.spool$/;

/** The number of a file of the spool by its name; undefined for a file that is none. Numbers grow with time. */
export function numberOf(name: string): number | undefined {
  const [, digits] = NAME.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** One append-only file of the spool. */
export class SpoolFile {
  readonly number: number;
  readonly path: string;
  /** Bytes of whole records. */
  bytes: number;
  /** Documents that were not yet handed out. */
  documents: number;
  /** When something was last appended, in milliseconds since 1970. */
  changedAtMs: number;
  #handle: FileHandle | undefined;

  private constructor(folder: string, number: number, changedAtMs: number, bytes = 0, documents = 0) {
    this.number = number;
    this.path = join(folder, `${String(number).padStart(12, '0')}.spool`);
    this.bytes = bytes;
    this.documents = documents;
    this.changedAtMs = changedAtMs;
  }

  /** Makes a new, empty file. Rejects with the system's error. */
  static async create(folder: string, number: number): Promise<SpoolFile> {
    const file = new SpoolFile(folder, number, Date.now());
    // Traces may hold what is nobody else's business.
    file.#handle = await open(file.path, 'wx+', 0o600);
    return file;
  }

  /** Counts what an earlier process left in a file from `offset` on, and cuts off a record that it did not write to its end. */
  static async recover(
    folder: string,
    number: number,
    offset: number,
  ): Promise<{ readonly file: SpoolFile; readonly torn: boolean }> {
    const file = new SpoolFile(folder, number, 0);
    const [content, { mtimeMs }] = await Promise.all([readFile(file.path), stat(file.path)]);
    file.changedAtMs = mtimeMs;
    while (file.bytes < content.length) {
      const record = decodeRecord(content, file.bytes);
      if (record.kind === 'torn') break;
      if (file.bytes >= offset) file.documents += 1;
      file.bytes = record.end;
    }
    const torn = file.bytes < content.length;
    if (torn) await truncate(file.path, file.bytes);
    return { file, torn };
  }

  /** Appends documents, all or none. Rejects with the system's error. */
  async append(documents: readonly Uint8Array[]): Promise<void> {
    const handle = await this.#open();
    const records = encodeRecords(documents);
    try {
      for (let at = 0; at < records.length; ) {
        const { bytesWritten } = await handle.write(records, at, records.length - at, this.bytes + at);
        at += bytesWritten;
      }
    } catch (error) {
      // What follows half a record could never be read.
      await handle.truncate(this.bytes).catch(() => {});
      throw error;
    }
    this.bytes += records.length;
    this.documents += documents.length;
    this.changedAtMs = Date.now();
  }

  /** Reads at most `most` bytes of records from `offset` on. */
  async read(offset: number, most: number): Promise<Buffer> {
    const handle = await this.#open();
    const bytes = Buffer.allocUnsafe(Math.min(most, this.bytes - offset));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** Makes sure that what was appended is on the disk, and lets the file go until it is used again. */
  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    if (handle === undefined) return;
    await handle.datasync().catch(() => {});
    await handle.close().catch(() => {});
  }

  async remove(): Promise<void> {
    await this.#handle?.close().catch(() => {});
    this.#handle = undefined;
    await rm(this.path, { force: true });
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.path, 'r+');
    return this.#handle;
  }
}
