import { Worker } from 'node:worker_threads';
import { OtlpError } from '@radiograph/otel/otlp';
import { ServiceError } from '../service-error.js';
import type { MappedExport, MappingResult, MappingTask } from './mapper-messages.js';

/** What the thread may hold; a request that unfolds to more ends the thread, not the process. */
const mostHeapMb = 1024;

interface Waiting {
  readonly resolve: (mapped: MappedExport) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Turns exports of OTLP into documents on a thread of its own: ten thousand spans take it a good part of a second, in which the
 * HTTP thread goes on answering. The thread starts with the first export, and anew after one that ended it.
 */
export class SpanMapper {
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  #lastId = 0;
  #closed = false;

  /** Maps one request. Rejects with an OtlpError where it cannot be read, with a ServiceError where the thread has ended. */
  map(body: Uint8Array, contentType: string | undefined, strict: boolean): Promise<MappedExport> {
    if (this.#closed)
      return Promise.reject(new ServiceError('service/unavailable', 'The service is closing; send again.'));
    this.#thread ??= this.#start();
    const id = ++this.#lastId;
    const own = new Uint8Array(body);
    const task: MappingTask = { id, body: own, contentType, strict };
    const answer = new Promise<MappedExport>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#thread.postMessage(task, [own.buffer]);
    return answer;
  }

  /** Ends the thread; what it had still to do is refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(new URL('./mapper-thread.js', import.meta.url), {
      name: 'radiograph-otlp',
      // Flags of the process, such as --import, are the application's and not the thread's.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    thread.on('message', (result: MappingResult) => this.#settle(result));
    let cause: unknown;
    thread.once('error', (error) => {
      cause = error;
    });
    thread.once('exit', () => this.#ended(cause));
    // A service that was not closed must not hold its process because of an idle thread.
    thread.unref();
    return thread;
  }

  #settle(result: MappingResult): void {
    const waiting = this.#waiting.get(result.id);
    this.#waiting.delete(result.id);
    if ('mapped' in result) waiting?.resolve(result.mapped);
    else waiting?.reject(new OtlpError(result.refused.code, result.refused.detail));
  }

  #ended(cause: unknown): void {
    this.#thread = undefined;
    const error = new ServiceError('service/internal', 'The export could not be read.', { cause });
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
