/** Documents that travel together, in order of arrival. */
export interface Batch {
  readonly documents: readonly Uint8Array[];
  readonly bytes: number;
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

/** Gathers documents into batches, by count, bytes and age. Batches leave in order of arrival. */
export class BatchQueue {
  /** They hold for what is added from now on. */
  limits: BatchLimits;
  readonly #onBatch: () => void;
  readonly #closed: Batch[] = [];
  #open: Uint8Array[] = [];
  #openBytes = 0;
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

  add(document: Uint8Array): void {
    const { documents, bytes, ageMs } = this.limits;
    if (this.#open.length > 0 && this.#openBytes + document.length > bytes) this.seal();
    this.#open.push(document);
    this.#openBytes += document.length;
    this.#bytes += document.length + ENTRY_BYTES;
    this.#documents += 1;
    if (this.#open.length >= documents || this.#openBytes >= bytes) this.seal();
    else this.#timer ??= setTimeout(() => this.#ripen(), ageMs);
  }

  /** Closes the batch that is being filled, as if it were full. */
  seal(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#open.length === 0) return;
    this.#closed.push({ documents: this.#open, bytes: this.#openBytes });
    this.#open = [];
    this.#openBytes = 0;
  }

  /** Takes the oldest batch that is full or old enough. */
  take(): Batch | undefined {
    const batch = this.#closed.shift();
    if (batch === undefined) return undefined;
    this.#documents -= batch.documents.length;
    this.#bytes -= batch.bytes + batch.documents.length * ENTRY_BYTES;
    return batch;
  }

  #ripen(): void {
    this.seal();
    this.#onBatch();
  }
}
