import type { DropLog } from '../drop-log.js';
import type { Logger } from '../logger.js';
import type { RelayLoss } from './ledger.js';
import type { UnprocessedDocument } from './upload.js';

const LOSSES: Readonly<Record<RelayLoss, string>> = {
  'queue-full': 'memory for what waits is full; give more with --buffer-memory or let the spool take it',
  undeliverable: 'every attempt failed and there is no spool',
  'spool-full': 'the spool is full; give it more with --spool-size',
  'spool-expired': 'it waited in the spool for longer than --spool-age allows',
  'spool-failed': 'the spool could not be written and every attempt to send failed',
  'spool-damaged': 'its record in the spool is damaged',
  shutdown: 'the daemon had to end before it could be sent',
};

/** How many refused documents of one batch get a line of their own. */
const LINES_PER_BATCH = 50;

/**
 * Writes what became of batches. The sentences about batches are those of AWS's daemon to the letter, since tools search logs for them.
 */
export class RelayLog {
  readonly #logger: Logger;
  readonly #drops: DropLog;

  constructor(logger: Logger, drops: DropLog) {
    this.#logger = logger;
    this.#drops = drops;
  }

  sent(documents: number, unprocessed: readonly UnprocessedDocument[], tookMs: number): void {
    const seconds = `(${(tookMs / 1000).toFixed(3)} seconds)`;
    if (unprocessed.length === 0) {
      this.#logger.info({}, `Successfully sent batch of ${documents} segments ${seconds}`);
      return;
    }
    const refused = unprocessed.length;
    this.#logger.info(
      {},
      `Sent batch of ${documents} segments but had ${refused} Unprocessed segments ${seconds}`,
    );
  }

  /** One line for each refused document, with the trace id where it could be found. */
  unprocessed(
    items: readonly { readonly traceId: string | undefined; readonly item: UnprocessedDocument }[],
  ): void {
    for (const { traceId = '', item } of items.slice(0, LINES_PER_BATCH)) {
      const segment = JSON.stringify({ Id: item.id, ErrorCode: item.code, Message: item.message });
      this.#logger.error({}, `Unprocessed trace ${traceId}, segment: ${segment}`);
    }
  }

  failed(message: string): void {
    this.#logger.error({}, `Sending segment batch failed with: ${message}`);
  }

  /** Every attempt at a batch failed, and it waits on disk now. */
  spooled(documents: number, problem: string | undefined): void {
    this.#drops.note('spooled', documents, () => ({
      message: `the other side does not take documents; they wait on disk (${problem ?? 'it asks for less'})`,
    }));
  }

  lost(loss: RelayLoss, documents: number): void {
    if (documents === 0) return;
    if (loss === 'queue-full') this.#logger.warn({}, `Spilling over ${documents} segments`);
    this.#drops.note(loss, documents, () => ({ message: LOSSES[loss] }));
  }
}
