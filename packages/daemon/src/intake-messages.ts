import type { PackedBatch, Packing } from './document-buffer.js';
import type { DropLine } from './drop-log.js';
import type { IntakeAddress } from './intake.js';

/** What the socket's thread is started with. */
export interface IntakeThreadData {
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
  readonly receiveBufferBytes: number;
  readonly bufferBytes: number;
  readonly packing: Packing;
  readonly maxDocumentBytes: number;
  /** Networks whose datagrams are taken; undefined: everybody's. */
  readonly allow: readonly string[] | undefined;
  readonly counters: SharedArrayBuffer;
}

/** What the main thread tells the socket's thread. The memory of a batch that the sink is done with is transferred back. */
export type ToThread =
  | { readonly kind: 'credit'; readonly bytes?: ArrayBuffer }
  | { readonly kind: 'close'; readonly deadlineMs: number };

/** What the socket's thread tells the main thread. A batch's bytes are transferred. */
export type FromThread =
  | { readonly kind: 'listening'; readonly address: IntakeAddress; readonly receiveBufferBytes: number }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | ({ readonly kind: 'batch' } & PackedBatch)
  | { readonly kind: 'drop'; readonly line: DropLine };

/** How many batches may be with the sink at once. */
export const BATCHES_IN_FLIGHT = 2;
