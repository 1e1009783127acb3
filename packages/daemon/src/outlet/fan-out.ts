import type { Verdict } from '@radiograph/protocol';
import type { Sink } from '../sink.js';

const ACCEPTED: Verdict = { accepted: true };

/** Hands every batch to each of several sinks. What becomes of a document is in each sink's own books. */
export class FanOut implements Sink {
  readonly #sinks: () => Promise<readonly Sink[]>;

  /** `sinks` gives those of the moment. */
  constructor(sinks: () => Promise<readonly Sink[]>) {
    this.#sinks = sinks;
  }

  async accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    const sinks = await this.#sinks();
    await Promise.all(sinks.map((sink) => sink.accept(batch)));
    return batch.map(() => ACCEPTED);
  }
}
