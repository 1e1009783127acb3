/** Documents packed one behind the other, so that handing them to another thread moves one buffer. */
export interface PackedBatch {
  readonly bytes: ArrayBuffer;
  /** Where each document ends in `bytes`; the next one starts there. */
  readonly ends: readonly number[];
}

/** How documents are packed. */
export interface Packing {
  /** Bytes of a batch at most, 64 KiB at least. */
  readonly batchBytes: number;
  /** A batch's memory comes back by {@link DocumentBuffer.reuse}. */
  readonly isReused: boolean;
}

/** What a document is charged beyond its bytes, so that a flood of tiny ones is bounded too. */
const ENTRY_BYTES = 16;
const BATCH_DOCUMENTS = 1000;
const MOST_SPARE = 2;

/**
 * Keeps documents in order of arrival until they are taken in batches of at most so many bytes and 1,000 documents.
 * Bounded in bytes: when a document does not fit, that one (the newest) is refused and what waits stays.
 * Memory grows with what waits; a batch that waits wastes at most an eighth of its memory.
 */
export class DocumentBuffer {
  readonly #capacityBytes: number;
  readonly #packing: Packing;
  readonly #sealed: PackedBatch[] = [];
  readonly #spare: ArrayBuffer[] = [];
  #chunk: Uint8Array<ArrayBuffer>;
  #used = 0;
  #ends: number[] = [];
  #bytes = 0;
  #documents = 0;

  constructor(capacityBytes: number, packing: Packing) {
    this.#capacityBytes = capacityBytes;
    this.#packing = packing;
    this.#chunk = this.#allocate();
  }

  /** Bytes charged for what waits. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Documents that wait. */
  get documents(): number {
    return this.#documents;
  }

  /** Whether a whole batch waits. */
  get hasFullBatch(): boolean {
    return this.#sealed.length > 0;
  }

  /** Copies a document that is no larger than a batch into the buffer; false when it is full. */
  add(document: Uint8Array): boolean {
    const charge = document.length + ENTRY_BYTES;
    if (this.#bytes + charge > this.#capacityBytes) return false;
    if (this.#used + document.length > this.#chunk.length) this.#seal();
    this.#chunk.set(document, this.#used);
    this.#used += document.length;
    this.#ends.push(this.#used);
    this.#bytes += charge;
    this.#documents += 1;
    if (this.#ends.length === BATCH_DOCUMENTS) this.#seal();
    return true;
  }

  /** Takes the oldest batch, full or not; undefined when nothing waits. */
  take(): PackedBatch | undefined {
    // Memory that comes back soon need not be cut to measure.
    if (this.#sealed.length === 0 && this.#ends.length > 0) this.#seal(this.#packing.isReused);
    const batch = this.#sealed.shift();
    if (batch === undefined) return undefined;
    this.#documents -= batch.ends.length;
    this.#bytes -= (batch.ends.at(-1) ?? 0) + batch.ends.length * ENTRY_BYTES;
    return batch;
  }

  /** Throws away what waits and tells how many documents that were. */
  clear(): number {
    const lost = this.#documents;
    while (this.take() !== undefined);
    return lost;
  }

  /** Takes back a batch's memory, for batches to come. */
  reuse(bytes: ArrayBuffer): void {
    if (bytes.byteLength === this.#packing.batchBytes && this.#spare.length < MOST_SPARE)
      this.#spare.push(bytes);
  }

  #seal(whole = this.#used >= (this.#chunk.length * 7) / 8): void {
    const bytes = whole ? this.#chunk.buffer : this.#chunk.buffer.slice(0, this.#used);
    this.#sealed.push({ bytes, ends: this.#ends });
    if (whole) this.#chunk = this.#allocate();
    this.#used = 0;
    this.#ends = [];
  }

  #allocate(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#spare.pop() ?? new ArrayBuffer(this.#packing.batchBytes));
  }
}
