const INITIAL_BYTES = 512;

/** The most that one number takes. */
const NUMBER_BYTES = 8;

/** Writes numbers and texts one after another; `BytesReader` reads them back in the same order. */
export class BytesWriter {
  #bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  #length = 0;

  /** How many bytes were written so far. */
  get length(): number {
    return this.#length;
  }

  /** A whole number from 0 to 2^53 - 1, in as many groups of seven bits as it needs. */
  whole(number: number): void {
    this.#reserve(NUMBER_BYTES);
    let rest = number;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = 0x80 | (rest % 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign. */
  signed(number: number): void {
    this.whole(number < 0 ? -2 * number - 1 : 2 * number);
  }

  /** Any number. */
  double(number: number): void {
    this.#reserve(NUMBER_BYTES);
    this.#length = this.#bytes.writeDoubleLE(number, this.#length);
  }

  /** Any text, as JSON: UTF-8 itself has no lone surrogates. */
  text(text: string): void {
    const json = JSON.stringify(text);
    const length = Buffer.byteLength(json);
    this.whole(length);
    this.#reserve(length);
    this.#length += this.#bytes.write(json, this.#length);
  }

  /** Any text, in fewer bytes than {@link text} and read faster where it is ASCII; `BytesReader.string` reads it. */
  string(text: string): void {
    const plain = Buffer.byteLength(text) === text.length;
    const written = plain ? text : JSON.stringify(text);
    const length = plain ? text.length : Buffer.byteLength(written);
    this.whole(2 * length + (plain ? 0 : 1));
    this.#reserve(length);
    this.#length += this.#bytes.write(written, this.#length, plain ? 'latin1' : 'utf8');
  }

  /** Hexadecimal digits, two a byte; the reader knows how many. */
  hex(digits: string): void {
    this.#reserve(digits.length / 2);
    this.#length += this.#bytes.write(digits, this.#length, 'hex');
  }

  /** Bytes as they are; the reader knows how many. */
  append(bytes: Uint8Array): void {
    this.#reserve(bytes.byteLength);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.byteLength;
  }

  /** What was written so far, in memory of its own; writing begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes();
    this.#length = 0;
    return taken;
  }

  /** What was written so far, in memory of its own. */
  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + bytes);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
