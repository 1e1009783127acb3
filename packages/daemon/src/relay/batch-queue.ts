import type { PackedDocuments } from '../packed-documents.js';
import { Batch } from './batch.js';
import { BlockPool } from './block-pool.js';

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

  /** Copies documents, which are the caller's again afterwards. */
  add({ memory, ends }: PackedDocuments): void {
    for (let first = 0; first < ends.length; ) {
      const after = this.#fitting(ends, first);
      if (after === first) this.seal();
      else this.#copy(memory, ends, first, after);
      first = after;
      const { documents, bytes, ageMs } = this.limits;
      if (this.#ends.length >= documents || this.#openBytes >= bytes) this.seal();
      else if (this.#ends.length > 0) this.#timer ??= setTimeout(() => this.#ripen(), ageMs);
    }
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
    this.#closed.push(
      new Batch({ memory: new Uint8Array(buffer), ends: this.#ends }, isFull ? block : undefined),
    );
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
    this.#documents -= batch.count;
    this.#bytes -= batch.bytes + batch.count * ENTRY_BYTES;
    return batch;
  }

  /** Uses a batch's memory again: nobody must look at its documents any more. */
  release({ block }: Batch): void {
    if (block !== undefined) this.#pool.give(block);
  }

  /** The index after the last of the documents from `first` on that the batch which is being filled has room for. */
  #fitting(ends: readonly number[], first: number): number {
    const { documents, bytes } = this.limits;
    const start = ends[first - 1] ?? 0;
    const most = Math.min(ends.length, first + documents - this.#ends.length);
    let after = first;
    while (after < most && this.#openBytes + (ends[after] ?? 0) - start <= bytes) after += 1;
    // One that is larger than a batch is one by itself.
    return after === first && this.#ends.length === 0 ? first + 1 : after;
  }

  #copy(memory: Uint8Array, ends: readonly number[], first: number, after: number): void {
    const start = ends[first - 1] ?? 0;
    const end = ends[after - 1] ?? 0;
    const used = this.#openBytes;
    const block = this.#room(end - start);
    block.set(memory.subarray(start, end), used);
    for (let index = first; index < after; index++) this.#ends.push(used + (ends[index] ?? 0) - start);
    this.#openBytes = used + end - start;
    this.#bytes += end - start + (after - first) * ENTRY_BYTES;
    this.#documents += after - first;
  }

  /** The block that is being filled, with room for so many bytes more. */
  #room(bytes: number): Uint8Array<ArrayBuffer> {
    const used = this.#openBytes;
    let block = this.#block ?? this.#pool.take(Math.max(this.#usualBytes, bytes));
    if (used + bytes > block.length) {
      const larger = this.#pool.take(Math.max(2 * block.length, used + bytes));
      larger.set(block.subarray(0, used));
      this.#pool.give(block);
      block = larger;
    }
    this.#block = block;
    return block;
  }

  #ripen(): void {
    this.seal();
    this.#onBatch();
  }
}
