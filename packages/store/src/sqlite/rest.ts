/** Tells which traces have been known for a while, by their numbers, which ascend with their arrival. No clock of a document takes part. */
export class Rest {
  readonly #restMs: number;
  readonly #seen: { readonly rid: number; readonly atMs: number }[] = [];

  constructor(restS: number) {
    this.#restMs = restS * 1000;
  }

  /** Notes the newest number of now and gives the newest one of long enough ago; 0 while nothing was noted then. */
  oldEnough(rid: number, nowMs: number): number {
    this.#seen.push({ rid, atMs: nowMs });
    let old = this.#seen[0];
    while (old !== undefined && (this.#seen[1]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs - this.#restMs) {
      this.#seen.shift();
      old = this.#seen[0];
    }
    return old !== undefined && old.atMs <= nowMs - this.#restMs ? old.rid : 0;
  }
}
