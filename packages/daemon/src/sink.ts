import type { Verdict } from '@radiograph/protocol';

/**
 * Takes batches of documents off the intake. At most two batches are in flight (credit); a batch's buffers are the sink's
 * afterwards, unless the intake was told that the sink copies what it keeps; and its documents may be views of one buffer. The verdicts come in the batch's order and drive the intake's
 * counters and its log line.
 */
export interface Sink {
  accept(batch: readonly Uint8Array[]): Promise<readonly Verdict[]>;
}
