import type { UploadTrouble } from './upload.js';

/** Why the relay gave a document up. */
export type RelayLoss =
  /** Memory for what waits was full, and the oldest was dropped. */
  | 'queue-full'
  /** Every attempt failed and there is no spool. */
  | 'undeliverable'
  /** The spool was full, and its oldest was dropped. */
  | 'spool-full'
  /** It had waited in the spool for longer than allowed. */
  | 'spool-expired'
  /** The spool's disk refused it, and every attempt to send failed. */
  | 'spool-failed'
  /** Its record on disk was damaged. */
  | 'spool-damaged'
  /** The daemon had to end before it could be sent, and there is no spool. */
  | 'shutdown';

/**
 * Where every document that a relay took has gone. `taken` + `recovered` = `sent` + what `rejected` and `dropped` add up to + `waiting` + `spooled`.
 * Counts of documents unless said otherwise.
 */
export interface RelayCounters {
  /** Documents handed to the relay since it started. */
  readonly taken: number;
  /** Documents that an earlier process had left in the spool. */
  readonly recovered: number;
  /** Documents the other side took. */
  readonly sent: number;
  /** Documents the other side refused, by its code. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Documents given up though nothing was wrong with them, by {@link RelayLoss}. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Documents in memory: for a batch to fill, for their turn, or under way. */
  readonly waiting: number;
  /** Bytes of what waits for its turn. */
  readonly waitingBytes: number;
  /** Documents on disk. */
  readonly spooled: number;
  /** Bytes on disk. */
  readonly spooledBytes: number;
  /** Attempts that failed, by {@link UploadTrouble}; throttled ones are `http-4xx`. */
  readonly troubles: Readonly<Record<string, number>>;
  /** Whether the last attempt failed, and what it said. */
  readonly away: boolean;
  readonly problem?: string;
}

/** Keeps the books of a relay. */
export class Ledger {
  readonly #rejected = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  readonly #troubles = new Map<string, number>();
  taken = 0;
  recovered = 0;
  sent = 0;

  reject(code: string, documents: number): void {
    increase(this.#rejected, code, documents);
  }

  drop(loss: RelayLoss, documents: number): void {
    increase(this.#dropped, loss, documents);
  }

  trouble(trouble: UploadTrouble): void {
    increase(this.#troubles, trouble, 1);
  }

  /** The figures that the books hold; what waits is known elsewhere. */
  figures(): Pick<RelayCounters, 'taken' | 'recovered' | 'sent' | 'rejected' | 'dropped' | 'troubles'> {
    return {
      taken: this.taken,
      recovered: this.recovered,
      sent: this.sent,
      rejected: Object.fromEntries(this.#rejected),
      dropped: Object.fromEntries(this.#dropped),
      troubles: Object.fromEntries(this.#troubles),
    };
  }
}

function increase(counts: Map<string, number>, name: string, amount: number): void {
  if (amount > 0) counts.set(name, (counts.get(name) ?? 0) + amount);
}
