import type { Vocabulary } from '@radiograph/filter';
import type { TraceStore } from '@radiograph/store';
import { vocabularyOf } from './vocabulary.js';

const windowS = 3600;
/** Completion asks at every keystroke; the store is asked once in this time. */
const freshMs = 10_000;
/** The newest traces of the window that are looked at. */
const sampledTraces = 500;

/** Knows the names and values of the last hour's traces, read at most once in ten seconds. */
export class RecentVocabulary {
  readonly #store: Pick<TraceStore, 'search'>;
  #latest: Promise<Vocabulary> | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(store: Pick<TraceStore, 'search'>) {
    this.#store = store;
  }

  /** The vocabulary; several callers at the same time share one search. */
  get(): Promise<Vocabulary> {
    const nowMs = performance.now();
    if (this.#latest === undefined || nowMs - this.#readAtMs > freshMs) {
      this.#readAtMs = nowMs;
      this.#latest = this.#read();
    }
    return this.#latest;
  }

  async #read(): Promise<Vocabulary> {
    try {
      const end = Math.ceil(Date.now() / 1000) + 1;
      const page = await this.#store.search({ start: end - windowS, end, pageSize: sampledTraces });
      return vocabularyOf(page.records);
    } catch (error) {
      // The next caller tries again.
      this.#latest = undefined;
      throw error;
    }
  }
}
