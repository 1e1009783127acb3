import { setTimeout as sleep } from 'node:timers/promises';
import type { Sink } from '@radiograph/daemon';
import { type AppendOptions, StoreError, type StoreErrorCode, type TraceStore } from '@radiograph/store';

/** What may pass by itself, or once somebody has made room. */
const PASSING: ReadonlySet<StoreErrorCode> = new Set(['store/disk-full', 'store/locked']);

/**
 * Hands batches to a store, and again as long as the store cannot write: meanwhile datagrams wait in the intake's buffer, which is bounded and counts
 * what it has no room for, so that nothing is dropped anywhere else. What will not pass, such as a closed store, is told at once.
 *
 * @param pauseMs between two attempts
 */
export function patientSink(
  store: Pick<TraceStore, 'append'>,
  options: AppendOptions,
  pauseMs = 1_000,
): Sink {
  return {
    async accept(batch) {
      for (;;) {
        try {
          return await store.append(batch, options);
        } catch (error) {
          if (!(error instanceof StoreError) || !PASSING.has(error.code)) throw error;
          await sleep(pauseMs, undefined, { ref: false });
        }
      }
    },
  };
}
