/** The time and number of a row. */
export interface Mark {
  readonly time: number;
  readonly rid: number;
}

/** Chunks remembered, one for each search that goes on from page to page. */
const REMEMBERED = 64;

/**
 * Where chunks end that were left before their end, because a page was full. Finding an end walks over all rows up to it, so the next page
 * goes on to that one. It is no more than a bound for a statement, and as good after rows came or went.
 */
export class LeftChunks {
  readonly #ends = new Map<string, Mark | undefined>();

  /** Remembers the end of a chunk by the place at which it was left; undefined where it goes to the end of its stretch. */
  put(place: string, end: Mark | undefined): void {
    for (const oldest of this.#ends.keys()) {
      if (this.#ends.size < REMEMBERED) break;
      this.#ends.delete(oldest);
    }
    this.#ends.set(place, end);
  }

  /** The end of the chunk that was left at a place, once; undefined where none was. */
  take(place: string): { readonly boundary: Mark | undefined } | undefined {
    if (!this.#ends.has(place)) return undefined;
    const boundary = this.#ends.get(place);
    this.#ends.delete(place);
    return { boundary };
  }
}
