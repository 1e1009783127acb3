import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { IntakeCounters } from '@radiograph/protocol';
import { bindingError } from './binding-error.js';
import { DaemonError } from './daemon-error.js';
import { DATAGRAM_REJECTIONS } from './datagram-check.js';
import { Delivery } from './delivery.js';
import { DropLog } from './drop-log.js';
import type { Intake, IntakeAddress } from './intake.js';
import { logDrop, logListening } from './intake-log.js';
import type { FromThread, IntakeThreadData, ToThread } from './intake-messages.js';
import type { Logger } from './logger.js';
import type { Sink } from './sink.js';
import { ThreadCounters } from './thread-counters.js';

/** An intake's options with every choice made. */
export interface IntakeSettings extends Omit<IntakeThreadData, 'counters'> {
  readonly sink: Sink;
  readonly logger: Logger;
  readonly onFailure: (error: DaemonError) => void;
}

const MEGABYTE = 1024 * 1024;
const CLOSE_WITHIN_MS = 5000;
/** What the thread may need beyond its own deadline to end. */
const THREAD_GRACE_MS = 1000;

/** The main thread's side of an intake: gives the sink what the socket's thread hands over, and keeps the books. */
export class RunningIntake implements Intake {
  readonly #settings: IntakeSettings;
  readonly #counters = new ThreadCounters();
  readonly #log: DropLog;
  readonly #delivery: Delivery;
  readonly #thread: Worker;
  readonly #exited: Promise<void>;
  #address: IntakeAddress | undefined;
  #closing: Promise<void> | undefined;

  private constructor(settings: IntakeSettings, started: (error?: DaemonError) => void) {
    const { address, family, port, receiveBufferBytes, bufferBytes, packing, maxDocumentBytes, allow } =
      settings;
    this.#settings = settings;
    this.#log = new DropLog((line) => logDrop(settings.logger, line));
    this.#delivery = new Delivery(settings.sink, this.#log);
    const counters = this.#counters.memory;
    this.#thread = new Worker(new URL('./intake-thread.js', import.meta.url), {
      name: 'radiograph-intake',
      // Flags of the process, such as --import and --eval's --input-type, are the application's and not the thread's.
      execArgv: [],
      // What it makes for a datagram is gone after it; more room would only be filled before it is swept. What lasts is where documents end, which
      // takes less than they do themselves.
      resourceLimits: {
        maxYoungGenerationSizeMb: 2,
        maxOldGenerationSizeMb: 64 + Math.ceil(bufferBytes / MEGABYTE),
      },
      workerData: {
        address,
        family,
        port,
        receiveBufferBytes,
        bufferBytes,
        packing,
        maxDocumentBytes,
        allow,
        counters,
      } satisfies IntakeThreadData,
    });
    this.#thread.on('message', (message: FromThread) => this.#take(message, started));
    this.#thread.on('error', (cause) => this.#fail(cause, started));
    this.#exited = new Promise((resolve) => this.#thread.once('exit', () => resolve()));
  }

  /** Starts the thread and settles when its socket is bound. */
  static start(settings: IntakeSettings): Promise<Intake> {
    return new Promise((resolve, reject) => {
      const intake: Intake = new RunningIntake(settings, (error) =>
        error === undefined ? resolve(intake) : reject(error),
      );
    });
  }

  get address(): IntakeAddress {
    const { address, port } = this.#settings;
    return this.#address ?? { address, port, family: this.#settings.family === 6 ? 'IPv6' : 'IPv4' };
  }

  counters(): IntakeCounters {
    const { kernelDrops } = this.#counters;
    return {
      received: this.#counters.get('received'),
      datagrams: this.#counters.get('received') - this.#counters.get('packed'),
      stored: this.#delivery.stored,
      rejected: { ...this.#counters.nonZero(DATAGRAM_REJECTIONS), ...this.#delivery.rejected },
      dropped: this.#dropped(),
      bufferedBytes: this.#counters.get('bufferedBytes'),
      receiveBufferBytes: this.#counters.get('receiveBufferBytes'),
      ...(kernelDrops !== undefined && { kernelDrops }),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#tell({ kind: 'close', deadlineMs: CLOSE_WITHIN_MS });
    const waiting = new AbortController();
    const overdue = sleep(CLOSE_WITHIN_MS + THREAD_GRACE_MS, undefined, { signal: waiting.signal }).then(
      () => this.#thread.terminate(),
      () => undefined,
    );
    await Promise.race([this.#exited, overdue]);
    waiting.abort();
    this.#delivery.abandon();
    this.#log.flush();
  }

  #dropped(): Record<string, number> {
    const dropped = this.#counters.nonZero(['buffer-full', 'shutdown']);
    const { failed, abandoned } = this.#delivery;
    if (failed > 0) dropped['sink-failed'] = failed;
    if (abandoned > 0) dropped['shutdown'] = (dropped['shutdown'] ?? 0) + abandoned;
    return dropped;
  }

  #take(message: FromThread, started: (error?: DaemonError) => void): void {
    switch (message.kind) {
      case 'batch':
        void this.#delivery.deliver(message).then(() => this.#giveCredit(message.bytes));
        break;
      case 'drop':
        logDrop(this.#settings.logger, message.line);
        break;
      case 'listening':
        this.#address = message.address;
        logListening(this.#settings.logger, message, this.#settings.receiveBufferBytes);
        started();
        break;
      case 'failed':
        started(bindingError(message, this.#settings));
    }
  }

  #fail(cause: unknown, started: (error: DaemonError) => void): void {
    const what = cause instanceof Error ? cause.message : String(cause);
    const error = new DaemonError(
      'daemon/thread-failed',
      `the thread that receives datagrams has died: ${what}`,
      { cause },
    );
    if (this.#address === undefined) {
      started(error);
      return;
    }
    this.#settings.logger.error({ code: error.code, error: what }, error.message);
    this.#settings.onFailure(error);
  }

  #giveCredit(bytes: ArrayBuffer): void {
    if (this.#settings.packing.isReused) this.#tell({ kind: 'credit', bytes }, [bytes]);
    else this.#tell({ kind: 'credit' });
  }

  #tell(message: ToThread, transfer: ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transfer);
  }
}
