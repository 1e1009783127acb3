import { DATAGRAM_HEADER, PACKED_DATAGRAM_HEADER } from '@radiograph/protocol';
import { writeJson } from './json-bytes.js';

const ONE = Buffer.from(DATAGRAM_HEADER);
const SEVERAL = Buffer.from(PACKED_DATAGRAM_HEADER);
const NEWLINE = 10;
const MEMORY_BYTES = 128 * 1024;

/**
 * Writes datagrams into memory that is used again, so that a document becomes bytes once and leaves nothing to collect. One datagram
 * is under way at a time; with a single document in it, it is to the byte what AWS's daemon takes.
 */
export class DatagramWriter {
  #memory: Buffer = ONE;
  #documentsAt = 0;
  #end = 0;
  #documents = 0;

  /** How many documents the datagram under way holds. */
  get documents(): number {
    return this.#documents;
  }

  /** The size of the datagram under way. */
  get bytes(): number {
    return this.#end - this.#documentsAt + SEVERAL.length;
  }

  /**
   * Begins a datagram.
   *
   * @param bytes the most that its documents will take
   * @param idle whether nobody reads earlier datagrams any more
   */
  begin(bytes: number, idle: boolean): void {
    const most = bytes + SEVERAL.length;
    if (idle) this.#end = 0;
    if (this.#memory === ONE || this.#memory.length - this.#end < most) {
      this.#memory = Buffer.allocUnsafeSlow(Math.max(MEMORY_BYTES, most));
      this.#end = 0;
    }
    this.#documentsAt = this.#end + SEVERAL.length;
    this.#end = this.#documentsAt;
  }

  /** Adds a document, which must hold no raw newline where others follow it. */
  add(document: string): void {
    if (this.#documents++ > 0) this.#memory[this.#end++] = NEWLINE;
    this.#end += this.#memory.write(document, this.#end);
  }

  /** Adds a document that is no text yet; `false`, and nothing is added, where it is not plain data or takes more than so many bytes. */
  write(document: object, mostBytes: number): boolean {
    const start = this.#documents > 0 ? this.#end + 1 : this.#end;
    const end = writeJson(this.#memory, start, document);
    if (end < 0 || end > this.#memory.length || end - start > mostBytes) return false;
    if (this.#documents++ > 0) this.#memory[start - 1] = NEWLINE;
    this.#end = end;
    return true;
  }

  /** Ends the datagram and gives its bytes, which stay as they are until `begin` is told that nobody reads them. */
  take(): Buffer {
    const header = this.#documents > 1 ? SEVERAL : ONE;
    const start = this.#documentsAt - header.length;
    header.copy(this.#memory, start);
    this.#documents = 0;
    return this.#memory.subarray(start, this.#end);
  }
}

/** The documents of a datagram that was written here. */
export function documentsIn(datagram: Buffer): string[] {
  const text = datagram.toString();
  const [header = '', ...documents] = text.split('\n');
  return `${header}\n` === DATAGRAM_HEADER ? [text.slice(DATAGRAM_HEADER.length)] : documents;
}
