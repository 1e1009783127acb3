const MOST_REMEMBERED = 100_000;

/** Remembers what was decided on the last hundred thousand traces, for documents that come late. */
export class Judgements {
  readonly #kept = new Map<string, boolean>();

  /** Undefined where the trace was not judged, or so long ago that it is forgotten. */
  of(traceId: string): boolean | undefined {
    return this.#kept.get(traceId);
  }

  enter(traceId: string, kept: boolean): void {
    this.#kept.set(traceId, kept);
    if (this.#kept.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  clear(): void {
    this.#kept.clear();
  }
}
