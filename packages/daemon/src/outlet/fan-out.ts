import type { Verdict } from '@radiograph/protocol';
import { allAccepted, type PackedDocuments, type PackedSink, packDocuments } from '../packed-documents.js';

/** Hands every batch to each of several sinks. What becomes of a document is in each sink's own books. */
export class FanOut implements PackedSink {
  readonly #sinks: () => Promise<readonly PackedSink[]>;

  /** `sinks` gives those of the moment, which take whatever they are given. */
  constructor(sinks: () => Promise<readonly PackedSink[]>) {
    this.#sinks = sinks;
  }

  async accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]> {
    await this.acceptPacked(packDocuments(batch));
    return allAccepted(batch.length);
  }

  async acceptPacked(packed: PackedDocuments): Promise<void> {
    const sinks = await this.#sinks();
    if (sinks.length === 1) await sinks[0]?.acceptPacked(packed);
    else await Promise.all(sinks.map((sink) => sink.acceptPacked(packed)));
  }
}
