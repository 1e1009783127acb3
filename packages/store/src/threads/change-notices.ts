import type { StoreChange } from '../trace-store.js';

/** At most one notice in this time. */
const INTERVAL_MS = 100;

/** The most ids in a notice; whoever needs more asks the store. */
const MOST_IDS = 1_000;

/** Gathers changed traces and tells listeners of them at most ten times a second. */
export class ChangeNotices {
  readonly #listeners = new Set<(change: StoreChange) => void>();
  readonly #ids = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** Gives a function that ends the subscription. */
  subscribe(listener: (change: StoreChange) => void): () => void {
    const own = (change: StoreChange): void => listener(change);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  changed(traceIds: readonly string[]): void {
    if (this.#listeners.size === 0) return;
    for (const id of traceIds) if (this.#ids.size < MOST_IDS) this.#ids.add(id);
    if (this.#ids.size > 0) this.#timer ??= setTimeout(() => this.#tell(), INTERVAL_MS);
  }

  /** Tells what is left and ends all subscriptions. */
  close(): void {
    if (this.#timer !== undefined) this.#tell();
    this.#listeners.clear();
  }

  #tell(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const change = { traceIds: [...this.#ids] };
    this.#ids.clear();
    for (const listener of this.#listeners) listener(change);
  }
}
