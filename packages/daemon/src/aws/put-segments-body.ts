import { isUtf8 } from 'node:buffer';
import type { BlockPool } from '../relay/block-pool.js';
import { type Assembly, type EscapeJson, openEscaper, PIECE_BYTES } from './json-escape.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

const HEAD = encoder.encode('{"TraceSegmentDocuments":[');
const TAIL = encoder.encode(']}');
const QUOTE = 0x22;
const COMMA = 0x2c;
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
  documents: readonly Uint8Array[],
  pool: BlockPool,
  escapePiece: EscapeJson = ownEscaper,
): Uint8Array<ArrayBuffer> {
  const bytes = documents.reduce((sum, { length }) => sum + length + BYTES_AROUND, 0);
  let block = pool.take(HEAD.length + Math.ceil(bytes * USUAL_GROWTH) + TAIL.length);
  block.set(HEAD);
  let at = HEAD.length;
  for (const given of documents) {
    const document = isUtf8(given) ? given : encoder.encode(decoder.decode(given));
    if (at > HEAD.length) block[at++] = COMMA;
    block[at++] = QUOTE;
    for (let from = 0; from < document.length; from += PIECE_BYTES) {
      const isWhole = document.length <= PIECE_BYTES;
      const escaped = escapePiece(isWhole ? document : document.subarray(from, from + PIECE_BYTES));
      const end = at + escaped.length + BYTES_AROUND + TAIL.length;
      if (end > block.length) block = enlarge(block, at, end, pool);
      block.set(escaped, at);
      at += escaped.length;
    }
    block[at++] = QUOTE;
  }
  block.set(TAIL, at);
  return block.subarray(0, at + TAIL.length);
}

function enlarge(
  block: Uint8Array<ArrayBuffer>,
  used: number,
  bytes: number,
  pool: BlockPool,
): Uint8Array<ArrayBuffer> {
  const larger = pool.take(Math.max(bytes, 2 * block.length));
  larger.set(block.subarray(0, used));
  pool.give(block);
  return larger;
}
