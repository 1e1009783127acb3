/** Documents packed one behind the other, so that handing them to another thread moves one buffer. */
export interface PackedBatch {
  readonly bytes: ArrayBuffer;
  /** Where each document ends in `bytes`; the next one starts there. */
  readonly ends: readonly number[];
}

/** What a document is charged beyond its bytes, so that a flood of tiny ones is bounded too. */
const ENTRY_BYTES = 16;
const BATCH_BYTES = 1024 * 1024;
const BATCH_DOCUMENTS = 1000;

/**
 * Keeps documents in order of arrival until they are taken in batches of at most 1 MiB and 1,000 documents.
 * Bounded in bytes: when a document does not fit, that one (the newest) is refused and what waits stays.
 * Memory grows with what waits; a batch kept whole wastes at most an eighth of its buffer.
 */
export class DocumentBuffer {
  readonly #capacityBytes: number;
  readonly #sealed: PackedBatch[] = [];
  #chunk: Uint8Array<ArrayBuffer> = allocate();
  #used = 0;
  #ends: number[] = [];
  #bytes = 0;
  #documents = 0;

  constructor(capacityBytes: number) {
    this.#capacityBytes = capacityBytes;
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

  /** Copies a document of at most 1 MiB into the buffer; false when it is full. */
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
    if (this.#sealed.length === 0 && this.#ends.length > 0) this.#seal();
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

  #seal(): void {
    const mostlyFull = this.#used >= (this.#chunk.length * 7) / 8;
    const bytes = mostlyFull ? this.#chunk.buffer : this.#chunk.buffer.slice(0, this.#used);
    this.#sealed.push({ bytes, ends: this.#ends });
    if (mostlyFull) this.#chunk = allocate();
    this.#used = 0;
    this.#ends = [];
  }
}

function allocate(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(BATCH_BYTES);
}
