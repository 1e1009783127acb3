/** Reads what `BytesWriter` wrote, in the same order. */
export class BytesReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  whole(): number {
    let byte = this.#next();
    if (byte < 0x80) return byte;
    let number = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.#next();
      number += (byte & 0x7f) * scale;
    }
    return number;
  }

  signed(): number {
    const number = this.whole();
    return number % 2 === 1 ? -(number + 1) / 2 : number / 2;
  }

  double(): number {
    const number = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return number;
  }

  /** Leaves so many bytes out. */
  skip(bytes: number): void {
    this.#at += bytes;
  }

  text(): string {
    const length = this.whole();
    const json = this.#bytes.toString('utf8', this.#at, this.#at + length);
    this.#at += length;
    return JSON.parse(json) as string;
  }

  /** Reads what `BytesWriter.string` wrote. */
  string(): string {
    const code = this.whole();
    const end = this.#at + (code >> 1);
    const text = this.#bytes.toString(code % 2 === 0 ? 'latin1' : 'utf8', this.#at, end);
    this.#at = end;
    return code % 2 === 0 ? text : (JSON.parse(text) as string);
  }

  /** So many bytes as hexadecimal digits. */
  hex(bytes: number): string {
    const digits = this.#bytes.toString('hex', this.#at, this.#at + bytes);
    this.#at += bytes;
    return digits;
  }

  /** So many bytes, as a view. */
  bytes(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('a stored row ends too early');
    return byte;
  }
}
