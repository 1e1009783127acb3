import { hash } from 'node:crypto';
import {
  type ParsedDocument,
  parseDocuments,
  type Rejection,
  type TraceDocument,
  type Verdict,
} from '@radiograph/protocol';
import type { AppendOptions } from '../trace-store.js';

/** Bytes of SHA-256 that tell documents of one trace apart. */
const HASH_BYTES = 16;

/** A document that was accepted, with the bytes to keep. */
export interface HashedDocument {
  readonly document: TraceDocument;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

/** What became of one element of a batch: its verdict, and the documents in it to store. */
interface ReadElement {
  readonly verdict: Verdict;
  readonly documents: readonly HashedDocument[];
}

/**
 * Reads one element of a batch: a document, or a JSON array of them. Of an array the good ones are stored, and the first
 * bad one gives the verdict, so that a writer who sends the whole again loses and doubles nothing.
 */
export function readElement(bytes: Uint8Array, options: AppendOptions, nowS: number): ReadElement {
  const parsed = parseDocuments(bytes, {
    maxBytes: options.maxDocumentBytes,
    nowS,
    ...(options.strict !== undefined && { strict: options.strict }),
  });
  const documents = parsed.filter(isAccepted).map(({ document }) => document);
  const verdict = parsed.find(isRejected) ?? { accepted: true };
  const [only] = documents;
  if (only !== undefined && parsed.length === 1 && !isArray(bytes)) {
    return { verdict, documents: [{ document: only, body: bytes, hash: hashOf(bytes) }] };
  }
  return { verdict, documents: documents.map(withOwnBody) };
}

/** The document in bytes that were accepted before; undefined if the rules have become stricter since. */
export function rereadDocument(body: Uint8Array): TraceDocument | undefined {
  const [first] = parseDocuments(body, { maxBytes: Number.POSITIVE_INFINITY });
  return first?.accepted ? first.document : undefined;
}

function withOwnBody(document: TraceDocument): HashedDocument {
  const body = Buffer.from(JSON.stringify(document));
  return { document, body, hash: hashOf(body) };
}

/** The hash by which a document is known among those of its trace. */
export function hashOf(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer').subarray(0, HASH_BYTES);
}

function isAccepted(parsed: ParsedDocument): parsed is Extract<ParsedDocument, { accepted: true }> {
  return parsed.accepted;
}

function isRejected(parsed: ParsedDocument): parsed is Rejection {
  return !parsed.accepted;
}

const ARRAY_OPENS = 0x5b;
const SPACE = 0x20;

function isArray(bytes: Uint8Array): boolean {
  return bytes.find((byte) => byte > SPACE) === ARRAY_OPENS;
}
