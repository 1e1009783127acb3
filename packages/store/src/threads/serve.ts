import { parentPort } from 'node:worker_threads';
import { Job } from '../sqlite/job.js';
import type { Argument, Calls, Result } from './calls.js';
import { sendableError, type ThreadMessage, type ThreadRequest } from './messages.js';

/** One function per method of a thread. */
type Handlers<C extends Calls> = {
  readonly [M in keyof C]: (argument: Argument<C, M>, job: Job) => Result<C, M> | Promise<Result<C, M>>;
};

/** Tells the store something; `moved` buffers are handed over instead of copied. */
export function tell(message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

/**
 * Answers calls inside a worker thread until `close` was answered. `start` makes the handlers; when it throws, the store is told
 * why and the thread ends.
 */
export function serve<C extends Calls>(start: () => Handlers<C>, explain: (error: unknown) => unknown): void {
  let handlers: Handlers<C>;
  try {
    handlers = start();
  } catch (error) {
    tell({ kind: 'failed', error: sendableError(explain(error)) });
    parentPort?.close();
    return;
  }
  const jobs = new Map<number, Job>();
  parentPort?.on('message', (request: ThreadRequest) => {
    if (request.kind === 'cancel') jobs.get(request.id)?.cancel();
    else void answer(request);
  });
  tell({ kind: 'ready' });

  async function answer({ id, method, argument }: Extract<ThreadRequest, { kind: 'call' }>): Promise<void> {
    const job = new Job();
    jobs.set(id, job);
    try {
      const value = await handlers[method]?.(argument as never, job);
      tell({ kind: 'result', id, value }, job.moved);
    } catch (error) {
      tell({ kind: 'error', id, error: sendableError(explain(error)) });
    }
    jobs.delete(id);
    if (method === 'close') parentPort?.close();
  }
}
