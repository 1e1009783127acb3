/** Texts up to this many bytes are remembered: keys, methods and names of services come back in every span. */
const REMEMBERED_BYTES = 64;
/** A power of two, as the hash is cut to it; small requests get fewer. */
const MOST_SLOTS = 4096;
const BYTES_A_SLOT = 16;
const ASCII = 128;

// The mark U+FEFF in front of a text belongs to the text, as it does in JSON.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

interface Remembered {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/**
 * Decodes the texts of one request. A decoder costs more to call than a short text costs to decode, and most texts of a request
 * are repeated: a short one that was read before is found by its bytes and given again as the same string.
 */
export class TextReader {
  readonly #bytes: Uint8Array;
  readonly #remembered: (Remembered | undefined)[];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const slots = 2 ** Math.ceil(Math.log2(bytes.length / BYTES_A_SLOT + 1));
    this.#remembered = new Array(Math.min(slots, MOST_SLOTS));
  }

  /** Decodes the UTF-8 text at a place; what is not UTF-8 becomes U+FFFD. */
  read(at: number, length: number): string {
    if (length === 0) return '';
    if (length > REMEMBERED_BYTES) return this.#decode(at, length);
    const slot = this.#slot(at, length);
    const known = this.#remembered[slot];
    if (known !== undefined && known.length === length && this.#equal(known.at, at, length))
      return known.text;
    const text = this.#decodeShort(at, length);
    this.#remembered[slot] = { at, length, text };
    return text;
  }

  #slot(at: number, length: number): number {
    let hash = length;
    for (let i = at; i < at + length; i++) hash = (Math.imul(hash, 31) + (this.#bytes[i] as number)) | 0;
    return (hash ^ (hash >>> 15)) & (this.#remembered.length - 1);
  }

  #equal(a: number, b: number, length: number): boolean {
    for (let i = 0; i < length; i++) {
      if (this.#bytes[a + i] !== this.#bytes[b + i]) return false;
    }
    return true;
  }

  #decodeShort(at: number, length: number): string {
    let text = '';
    for (let i = at; i < at + length; i++) {
      const byte = this.#bytes[i] as number;
      if (byte >= ASCII) return this.#decode(at, length);
      text += String.fromCharCode(byte);
    }
    return text;
  }

  #decode(at: number, length: number): string {
    return decoder.decode(this.#bytes.subarray(at, at + length));
  }
}
