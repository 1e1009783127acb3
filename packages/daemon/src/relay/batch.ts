import { type PackedDocuments, packDocuments, unpackDocuments } from '../packed-documents.js';

/** Documents that travel together, in order of arrival. */
export class Batch implements PackedDocuments {
  readonly memory: Uint8Array;
  readonly ends: readonly number[];
  /** The memory that its documents lie in, where that is used again after it. */
  readonly block: Uint8Array<ArrayBuffer> | undefined;

  constructor({ memory, ends }: PackedDocuments, block?: Uint8Array<ArrayBuffer>) {
    this.memory = memory;
    this.ends = ends;
    this.block = block;
  }

  /** A batch of copies. */
  static of(documents: readonly Uint8Array[]): Batch {
    return new Batch(packDocuments(documents));
  }

  /** How many documents it holds. */
  get count(): number {
    return this.ends.length;
  }

  /** Bytes of its documents. */
  get bytes(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Its documents one by one, as views: made anew by each call, and seldom needed. */
  unpack(): readonly Uint8Array[] {
    return unpackDocuments(this);
  }

  /** The documents from one index to before another, in the same memory. */
  slice(from: number, to: number): Batch {
    const start = this.ends[from - 1] ?? 0;
    const ends = this.ends.slice(from, to).map((end) => end - start);
    return new Batch({ memory: this.memory.subarray(start), ends });
  }
}
