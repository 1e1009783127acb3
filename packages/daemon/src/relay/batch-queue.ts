import { BlockPool } from './block-pool.js';

/** Documents that travel together, in order of arrival. */
export interface Batch {
  readonly documents: readonly Uint8Array[];
  readonly bytes: number;
  /** The memory that its documents lie in, where that is used again after it. */
  readonly block?: Uint8Array<ArrayBuffer>;
}

/** When a batch is full. */
export interface BatchLimits {
  readonly documents: number;
  readonly bytes: number;
  /** No document waits longer than this for its batch to fill. */
  readonly ageMs: number;
}

/** What a document is charged beyond its bytes, so that a flood of tiny ones is bounded too. */
const ENTRY_BYTES = 64;

/** Copies documents into batches, by count, bytes and age. Batches leave in order of arrival. */
export class BatchQueue {
  /** They hold for what is added from now on. */
  limits: BatchLimits;
  readonly #onBatch: () => void;
  readonly #pool = new BlockPool();
  readonly #closed: Batch[] = [];
  /** What the batch that is being filled lies in, and where each of its documents ends there. */
  #block: Uint8Array<ArrayBuffer> | undefined;
  #ends: number[] = [];
  #openBytes = 0;
  #usualBytes = 0;
  #bytes = 0;
  #documents = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `onBatch` is called when a batch has become old enough to leave; it is not for one that {@link BatchQueue.add} filled. */
  constructor(limits: BatchLimits, onBatch: () => void) {
    this.limits = limits;
    this.#onBatch = onBatch;
  }

  /** Bytes charged for what waits. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Documents that wait. */
  get documents(): number {
    return this.#documents;
  }

  /** Copies a document, which is the caller's again afterwards. */
  add(document: Uint8Array): void {
    const { documents, bytes, ageMs } = this.limits;
    if (this.#ends.length > 0 && this.#openBytes + document.length > bytes) this.seal();
    this.#copy(document);
    this.#bytes += document.length + ENTRY_BYTES;
    this.#documents += 1;
    if (this.#ends.length >= documents || this.#openBytes >= bytes) this.seal();
    else this.#timer ??= setTimeout(() => this.#ripen(), ageMs);
  }

  /** Closes the batch that is being filled, as if it were full. */
  seal(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const block = this.#block;
    if (block === undefined) return;
    const bytes = this.#openBytes;
    // Small batches that wait must not hold the room of large ones.
    const isFull = bytes > block.length / 2;
    const { buffer } = isFull ? block : block.slice(0, bytes);
    let start = 0;
    const documents = this.#ends.map((end) => {
      const document = new Uint8Array(buffer, start, end - start);
      start = end;
      return document;
    });
    this.#closed.push({ documents, bytes, ...(isFull && { block }) });
    if (!isFull) this.#pool.give(block);
    this.#block = undefined;
    this.#ends = [];
    this.#openBytes = 0;
    this.#usualBytes = bytes;
  }

  /** Takes the oldest batch that is full or old enough. */
  take(): Batch | undefined {
    const batch = this.#closed.shift();
    if (batch === undefined) return undefined;
    this.#documents -= batch.documents.length;
    this.#bytes -= batch.bytes + batch.documents.length * ENTRY_BYTES;
    return batch;
  }

  /** Uses a batch's memory again: nobody must look at its documents any more. */
  release({ block }: Batch): void {
    if (block !== undefined) this.#pool.give(block);
  }

  #copy(document: Uint8Array): void {
    const used = this.#openBytes;
    let block = this.#block ?? this.#pool.take(Math.max(this.#usualBytes, document.length));
    if (used + document.length > block.length) {
      const larger = this.#pool.take(Math.max(2 * block.length, used + document.length));
      larger.set(block.subarray(0, used));
      this.#pool.give(block);
      block = larger;
    }
    block.set(document, used);
    this.#block = block;
    this.#openBytes = used + document.length;
    this.#ends.push(this.#openBytes);
  }

  #ripen(): void {
    this.seal();
    this.#onBatch();
  }
}
