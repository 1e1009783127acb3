import type { Verdict } from '@radiograph/protocol';
import type { PackedBatch } from './document-buffer.js';
import type { DropLog } from './drop-log.js';
import { takesPacked, unpackDocuments } from './packed-documents.js';
import type { Sink } from './sink.js';

/** Hands batches to the sink, and counts and logs what became of their documents. Never rejects, whatever the sink does. */
export class Delivery {
  readonly #sink: Sink;
  readonly #log: DropLog;
  readonly #rejected = new Map<string, number>();
  #stored = 0;
  #failed = 0;
  #inFlight = 0;
  #abandoned = 0;

  constructor(sink: Sink, log: DropLog) {
    this.#sink = sink;
    this.#log = log;
  }

  /** Documents the sink took. */
  get stored(): number {
    return this.#stored;
  }

  /** Documents of batches for which the sink threw or rejected. */
  get failed(): number {
    return this.#failed;
  }

  /** Documents that were with the sink when the intake had to end. */
  get abandoned(): number {
    return this.#abandoned;
  }

  /** Documents the sink refused, by its code. */
  get rejected(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#rejected);
  }

  /** Settles when the sink is done with the batch. */
  async deliver({ bytes, ends }: PackedBatch): Promise<void> {
    const packed = { memory: new Uint8Array(bytes), ends };
    this.#inFlight += ends.length;
    try {
      const taken = takesPacked(this.#sink) ? this.#sink.acceptPacked(packed) : undefined;
      if (taken === undefined) {
        const verdicts = await this.#sink.accept(unpackDocuments(packed));
        if (this.#abandoned === 0) this.#count(verdicts, ends.length);
      } else {
        await taken;
        if (this.#abandoned === 0) this.#stored += ends.length;
      }
    } catch (error) {
      if (this.#abandoned === 0)
        this.#fail(ends.length, error instanceof Error ? error.message : String(error));
    }
    this.#inFlight -= ends.length;
  }

  /** Counts what is with the sink now as abandoned; verdicts that come later are ignored. */
  abandon(): void {
    this.#abandoned = this.#inFlight;
    if (this.#abandoned === 0) return;
    this.#log.note('shutdown', this.#abandoned, () => ({
      message: 'the store had not answered when the intake had to end; these may be stored all the same',
    }));
  }

  #count(verdicts: readonly Verdict[], documents: number): void {
    for (const verdict of verdicts.slice(0, documents)) {
      if (verdict.accepted) this.#stored += 1;
      else this.#reject(verdict);
    }
    const missing = documents - verdicts.length;
    if (missing > 0)
      this.#fail(missing, `the sink gave ${verdicts.length} verdicts for ${documents} documents`);
  }

  #reject(verdict: Exclude<Verdict, { accepted: true }>): void {
    const { code, message, id, traceId } = verdict;
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1);
    this.#log.note(code, 1, () => ({
      message,
      ...(id !== undefined && { id }),
      ...(traceId !== undefined && { traceId }),
    }));
  }

  #fail(documents: number, message: string): void {
    this.#failed += documents;
    this.#log.note('sink-failed', documents, () => ({ message }));
  }
}
