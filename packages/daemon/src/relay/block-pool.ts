const GRAIN_BYTES = 16 * 1024;
const MOST_SPARE_BYTES = 2 * 1024 * 1024;

/**
 * Memory that is used again and again for batches and for the bodies of their requests. Were it made anew for each, collecting it would cost
 * as much as everything else that is done with a document.
 */
export class BlockPool {
  readonly #spare: ArrayBuffer[] = [];
  #spareBytes = 0;

  /** Gives a block of at least so many bytes; what is in it is of no meaning. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const size = Math.ceil(bytes / GRAIN_BYTES) * GRAIN_BYTES;
    // Nothing much larger, so that small batches do not hold the room of large ones.
    const index = this.#spare.findLastIndex(({ byteLength }) => byteLength >= size && byteLength <= 2 * size);
    const [spare] = index < 0 ? [] : this.#spare.splice(index, 1);
    if (spare === undefined) return new Uint8Array(size);
    this.#spareBytes -= spare.byteLength;
    return new Uint8Array(spare);
  }

  /** Takes back the block that the view is of, once nobody reads it any more. */
  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    this.#spare.push(buffer);
    this.#spareBytes += buffer.byteLength;
    while (this.#spareBytes > MOST_SPARE_BYTES) this.#spareBytes -= this.#spare.shift()?.byteLength ?? 0;
  }
}
