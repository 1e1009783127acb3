import type { PackedDocuments } from '../packed-documents.js';

/** Why the other side could not be reached or did not take a batch; the words of X-Ray's telemetry in lower case. */
export type UploadTrouble =
  | 'timeout'
  | 'connection-refused'
  | 'http-4xx'
  | 'http-5xx'
  | 'unknown-host'
  | 'other';

/** A document that the other side refused, in its own words. Source: `UnprocessedTraceSegments` of PutTraceSegments. */
export interface UnprocessedDocument {
  /** The segment's id; undefined where the other side could not read one. */
  readonly id: string | undefined;
  readonly code: string;
  readonly message: string;
}

/** What became of one attempt to hand over a batch. */
export type UploadAnswer =
  /** The batch arrived; some of its documents may have been refused. */
  | { readonly kind: 'taken'; readonly unprocessed: readonly UnprocessedDocument[] }
  /** The batch itself is bad and would be refused again. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** The other side asks for less; `retryAfterMs` is its own wish, where it has one. */
  | { readonly kind: 'throttled'; readonly message: string; readonly retryAfterMs?: number }
  /** The other side is away, or not itself: nothing is known about the batch. */
  | { readonly kind: 'failed'; readonly trouble: UploadTrouble; readonly message: string };

/** One attempt to hand documents to the other side. Never rejects. The signal abandons the attempt, which then is a failed one. */
export type Upload = (documents: PackedDocuments, signal: AbortSignal) => Promise<UploadAnswer>;
