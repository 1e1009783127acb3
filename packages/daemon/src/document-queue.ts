import { DocumentBuffer, type PackedBatch, type Packing } from './document-buffer.js';
import { BATCHES_IN_FLIGHT } from './intake-messages.js';

/** No document waits longer than this for its batch to fill, as long as the sink keeps up. */
const BATCH_AGE_MS = 40;

/**
 * Hands documents on in batches: when one is full, or when its first document has waited for 40 ms, and never more than two that the
 * receiver has not yet given credit for. Meanwhile documents wait in a {@link DocumentBuffer}.
 */
export class DocumentQueue {
  readonly #buffer: DocumentBuffer;
  readonly #send: (batch: PackedBatch) => void;
  #credit = BATCHES_IN_FLIGHT;
  #timer: NodeJS.Timeout | undefined;
  #overdue = false;
  #finished: (() => void) | undefined;

  constructor(capacityBytes: number, packing: Packing, send: (batch: PackedBatch) => void) {
    this.#buffer = new DocumentBuffer(capacityBytes, packing);
    this.#send = send;
  }

  /** Bytes charged for what waits. */
  get bytes(): number {
    return this.#buffer.bytes;
  }

  /** Takes a document; false when the buffer is full and the receiver has no credit to give room. */
  add(document: Uint8Array): boolean {
    if (!this.#buffer.add(document)) {
      this.#hurry();
      if (!this.#buffer.add(document)) return false;
    }
    this.#timer ??= setTimeout(() => this.#hurry(), BATCH_AGE_MS);
    if (this.#buffer.hasFullBatch) this.#pump();
    return true;
  }

  /** The receiver is done with one batch, and gives its memory back where it does not need it. */
  giveCredit(bytes: ArrayBuffer | undefined): void {
    if (bytes !== undefined) this.#buffer.reuse(bytes);
    this.#credit += 1;
    this.#pump();
  }

  /** Hands everything on, and settles when the receiver is done with all of it. */
  finish(): Promise<void> {
    return new Promise((resolve) => {
      this.#finished = resolve;
      this.#hurry();
    });
  }

  /** Throws away what waits and tells how many documents that were. */
  clear(): number {
    const lost = this.#buffer.clear();
    this.#rest();
    return lost;
  }

  #hurry(): void {
    this.#overdue = true;
    this.#pump();
  }

  #pump(): void {
    while (this.#credit > 0 && (this.#overdue || this.#buffer.hasFullBatch)) {
      const batch = this.#buffer.take();
      if (batch === undefined) break;
      this.#credit -= 1;
      this.#send(batch);
    }
    if (this.#buffer.documents === 0) this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#overdue = false;
    if (this.#credit === BATCHES_IN_FLIGHT) this.#finished?.();
  }
}
