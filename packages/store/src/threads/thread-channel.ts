import { type ResourceLimits, type TransferListItem, Worker } from 'node:worker_threads';
import { StoreError } from '../store-error.js';
import type { Argument, Calls, Result } from './calls.js';
import { receivedError, type ThreadMessage, type ThreadRequest } from './messages.js';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What a thread says unasked. */
export type Unasked = Extract<ThreadMessage, { kind: 'changed' | 'refused' | 'note' | 'trouble' }>;

/** How a call is made, beside its argument. */
interface CallOptions {
  /** Moved instead of copied. */
  readonly transfer?: readonly TransferListItem[];
  /** Ends the call: it rejects with the signal's reason at once, and the thread is told to stop. */
  readonly signal?: AbortSignal | undefined;
}

/** A worker thread that answers calls. */
export class ThreadChannel<C extends Calls> {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #ended: Promise<void>;
  #lastId = 0;
  #failure: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#ended = new Promise((resolve) => worker.once('exit', () => resolve()));
  }

  /**
   * Starts a thread and waits until it is ready.
   *
   * @throws what the thread could not start for
   */
  static async start<C extends Calls>(
    file: URL,
    workerData: unknown,
    onUnasked: (message: Unasked) => void,
    resourceLimits: ResourceLimits = {},
  ): Promise<ThreadChannel<C>> {
    // Only this option: a preloaded module of the application has no business in the thread.
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    const worker = new Worker(file, { workerData, execArgv, resourceLimits });
    const channel = new ThreadChannel<C>(worker);
    await channel.#listen(onUnasked);
    return channel;
  }

  /** Asks the thread. Rejects with `store/closed` after it has ended. */
  call<M extends keyof C & string>(
    method: M,
    argument: Argument<C, M>,
    options: CallOptions = {},
  ): Promise<Result<C, M>> {
    return this.#ask(method, argument, options) as Promise<Result<C, M>>;
  }

  /** Asks the thread to finish and waits until it is gone. */
  async close(): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#ask('close', null, {});
    } finally {
      await this.#ended;
    }
  }

  #listen(onUnasked: (message: Unasked) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.on('message', (message: ThreadMessage) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'failed') reject(receivedError(message.error));
        else if (message.kind === 'result') this.#settle(message.id)?.resolve(message.value);
        else if (message.kind === 'error') this.#settle(message.id)?.reject(receivedError(message.error));
        else onUnasked(message);
      });
      const fail = (error: Error): void => {
        this.#fail(error);
        reject(error);
      };
      this.#worker.once('error', (error) => fail(threadEnded(error)));
      this.#worker.once('exit', () => fail(threadEnded()));
    });
  }

  #ask(method: string, argument: unknown, { transfer = [], signal }: CallOptions): Promise<unknown> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = ++this.#lastId;
    this.#post({ kind: 'call', id, method, argument }, transfer);
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    return signal === undefined ? answer : this.#cancellable(id, answer, signal);
  }

  #cancellable(id: number, answer: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
    const abort = (): void => {
      this.#settle(id)?.reject(signal.reason as Error);
      this.#post({ kind: 'cancel', id }, []);
    };
    signal.addEventListener('abort', abort, { once: true });
    return answer.finally(() => signal.removeEventListener('abort', abort));
  }

  #post(request: ThreadRequest, transfer: readonly TransferListItem[]): void {
    this.#worker.postMessage(request, transfer);
  }

  /** Takes a call that is over out; undefined when it was cancelled before. */
  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#failure);
    this.#pending.clear();
  }
}

function threadEnded(cause?: unknown): StoreError {
  return new StoreError('store/closed', 'the thread behind the store has ended; open the store again', {
    cause,
  });
}
