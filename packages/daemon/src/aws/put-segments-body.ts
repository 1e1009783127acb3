import { isUtf8 } from 'node:buffer';
import type { PackedDocuments } from '../packed-documents.js';
import type { BlockPool } from '../relay/block-pool.js';
import { type Assembly, type Escaper, MOST_TEXTS, openEscaper, PIECE_BYTES } from './json-escape.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const HEAD = encoder.encode('{"TraceSegmentDocuments":[');
const TAIL = encoder.encode(']}');
const QUOTE = encoder.encode('"');
const COMMA = encoder.encode(',');
/** Quotes and a comma around a document. */
const BYTES_AROUND = 3;
/** What a document usually becomes longer by, the names in it being quoted. */
const USUAL_GROWTH = 1.3;

const ownEscaper = openEscaper((globalThis as unknown as { readonly WebAssembly?: Assembly }).WebAssembly);

/**
 * The body of a PutTraceSegments request: documents as JSON strings. Bytes that are no UTF-8 become U+FFFD. It is a view of a block of the
 * pool, to which the caller gives it back.
 */
export function putSegmentsBody(
  { memory, ends }: PackedDocuments,
  pool: BlockPool,
  escaper: Escaper = ownEscaper,
): Uint8Array<ArrayBuffer> {
  const bytes = (ends.at(-1) ?? 0) + ends.length * BYTES_AROUND;
  const body = new Body(pool, HEAD.length + Math.ceil(bytes * USUAL_GROWTH) + TAIL.length);
  body.write(HEAD);
  for (let first = 0; first < ends.length; ) {
    if (first > 0) body.write(COMMA);
    const start = ends[first - 1] ?? 0;
    let after = first;
    while (after < ends.length && after - first < MOST_TEXTS && (ends[after] ?? 0) - start <= PIECE_BYTES)
      after += 1;
    if (after > first && areTexts(memory, ends, first, after))
      body.write(escaper.texts(memory, ends, first, after));
    else {
      after = first + 1;
      writeOne(body, memory.subarray(start, ends[first]), escaper);
    }
    first = after;
  }
  body.write(TAIL);
  return body.bytes;
}

/** Whether each of some documents is UTF-8: all of them together are, and none starts within a character. */
function areTexts(memory: Uint8Array, ends: readonly number[], first: number, after: number): boolean {
  for (let index = first; index < after; index++) {
    const start = ends[index - 1] ?? 0;
    if (start < (ends[index] ?? 0) && ((memory[start] ?? 0) & 0xc0) === 0x80) return false;
  }
  return isUtf8(memory.subarray(ends[first - 1] ?? 0, ends[after - 1]));
}

/** A document that is large, or may be no text. */
function writeOne(body: Body, given: Uint8Array, escaper: Escaper): void {
  const document = isUtf8(given) ? given : encoder.encode(decoder.decode(given));
  body.write(QUOTE);
  for (let from = 0; from < document.length; from += PIECE_BYTES)
    body.write(escaper.piece(document.subarray(from, from + PIECE_BYTES)));
  body.write(QUOTE);
}

/** Bytes that grow in blocks of a pool. */
class Body {
  readonly #pool: BlockPool;
  #block: Uint8Array<ArrayBuffer>;
  #used = 0;

  constructor(pool: BlockPool, bytes: number) {
    this.#pool = pool;
    this.#block = pool.take(bytes);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#block.subarray(0, this.#used);
  }

  write(bytes: Uint8Array): void {
    const end = this.#used + bytes.length;
    if (end > this.#block.length) {
      const larger = this.#pool.take(Math.max(end, 2 * this.#block.length));
      larger.set(this.#block.subarray(0, this.#used));
      this.#pool.give(this.#block);
      this.#block = larger;
    }
    this.#block.set(bytes, this.#used);
    this.#used = end;
  }
}
