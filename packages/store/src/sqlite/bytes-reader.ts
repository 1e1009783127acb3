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

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('a stored row ends too early');
    return byte;
  }
}
