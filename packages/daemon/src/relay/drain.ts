import type { Spool } from '../spool/spool.js';
import { Batch } from './batch.js';
import type { BatchLimits } from './batch-queue.js';
import { pause } from './pause.js';

/** What a drain is made with. */
export interface DrainOptions {
  readonly spool: Spool;
  /** When a batch is full, and how many are under way at once; asked for each round. */
  readonly limits: () => Pick<BatchLimits, 'documents' | 'bytes'> & { readonly lanes: number };
  /** Sends a batch until the other side has answered; false when the signal ended that before. */
  readonly send: (batch: Batch, signal: AbortSignal) => Promise<boolean>;
}

/** How long the spool is left alone after it could not be read. */
const AFTER_TROUBLE_MS = 1000;

/**
 * Sends what is in the spool, oldest first, beside the fresh documents and never in their place. A round of batches leaves the spool
 * only when all of them are settled, so that a process that dies loses none; those of its last round are sent twice then.
 */
export class Drain {
  readonly #options: DrainOptions;
  readonly #abort = new AbortController();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>;
  #wake: () => void = () => {};
  #underWay = 0;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Documents of the spool that are being sent now. */
  get underWay(): number {
    return this.#underWay;
  }

  /** There is something in the spool. */
  wake(): void {
    this.#wake();
  }

  /** Starts no further round; the one under way may take `withinMs` to end. */
  async close(withinMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wake();
    const deadline = setTimeout(() => this.#abort.abort(), withinMs);
    await this.#ended;
    clearTimeout(deadline);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const outcome = await this.#round();
      if (outcome === 'empty' && !signal.aborted) await woken;
      if (outcome === 'trouble') await pause(AFTER_TROUBLE_MS, signal);
    }
  }

  async #round(): Promise<'settled' | 'empty' | 'trouble'> {
    const { documents, bytes, lanes } = this.#options.limits();
    const round = await this.#options.spool
      .read(lanes * documents, lanes * bytes)
      .catch(() => 'trouble' as const);
    if (round === 'trouble') return 'trouble';
    if (round === undefined) return 'empty';
    const batches = cut(round.documents, documents, bytes);
    this.#underWay = round.documents.length;
    const settled = await Promise.all(batches.map((batch) => this.#send(batch)));
    const firstLeft = settled.indexOf(false);
    const done = firstLeft < 0 ? batches : batches.slice(0, firstLeft);
    const left = batches.filter((_, index) => settled[index] === false);
    this.#underWay = 0;
    await round.end(countOf(done), countOf(left));
    return left.length === 0 ? 'settled' : 'trouble';
  }

  async #send(batch: Batch): Promise<boolean> {
    const settled = await this.#options.send(batch, this.#abort.signal);
    if (settled) this.#underWay -= batch.count;
    return settled;
  }
}

function countOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, { count }) => sum + count, 0);
}

function cut(documents: readonly Uint8Array[], most: number, mostBytes: number): Batch[] {
  const batches: { documents: Uint8Array[]; bytes: number }[] = [];
  for (const document of documents) {
    const last = batches.at(-1);
    if (last === undefined || last.documents.length === most || last.bytes + document.length > mostBytes)
      batches.push({ documents: [document], bytes: document.length });
    else {
      last.documents.push(document);
      last.bytes += document.length;
    }
  }
  return batches.map(({ documents: cutOff }) => Batch.of(cutOff));
}
