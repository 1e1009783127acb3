/** The thread that owns the UDP socket: it checks header and size, keeps bytes, and hands batches to the main thread. */
import type { Socket } from 'node:dgram';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { AllowedSenders } from './allowed-senders.js';
import { takeDatagram } from './datagram-check.js';
import { DocumentQueue } from './document-queue.js';
import { DropLog } from './drop-log.js';
import type { FromThread, IntakeThreadData, ToThread } from './intake-messages.js';
import { bindSocket } from './intake-socket.js';
import { readKernelDrops } from './kernel-drops.js';
import { Reception } from './reception.js';
import { ThreadCounters } from './thread-counters.js';

const KERNEL_DROPS_EVERY_MS = 1000;

class IntakeThread {
  readonly #data: IntakeThreadData;
  readonly #port: MessagePort;
  readonly #counters: ThreadCounters;
  readonly #log = new DropLog((line) => this.#tell({ kind: 'drop', line }));
  readonly #queue: DocumentQueue;

  constructor(data: IntakeThreadData, port: MessagePort) {
    this.#data = data;
    this.#port = port;
    this.#counters = new ThreadCounters(data.counters);
    this.#queue = new DocumentQueue(data.bufferBytes, data.packing, (batch) => {
      this.#tell({ kind: 'batch', ...batch }, [batch.bytes]);
      this.#counters.set('bufferedBytes', this.#queue.bytes);
    });
  }

  async start(): Promise<void> {
    const { socket, receiveBufferBytes } = await bindSocket(this.#data, this.#data.receiveBufferBytes);
    this.#counters.set('receiveBufferBytes', receiveBufferBytes);
    const { allow } = this.#data;
    const path = {
      queue: this.#queue,
      counters: this.#counters,
      log: this.#log,
      maxDocumentBytes: this.#data.maxDocumentBytes,
      allowed: allow === undefined ? undefined : new AllowedSenders(allow),
    };
    const options = { receiveBufferBytes, namesSenders: allow !== undefined };
    new Reception(socket, options, (datagram, sender) => takeDatagram(path, datagram, sender));
    socket.on('error', (error) => this.#log.note('socket-error', 0, () => ({ message: error.message })));
    const timer = setInterval(() => this.#readKernelDrops(socket), KERNEL_DROPS_EVERY_MS);
    this.#port.on('message', (message: ToThread) => {
      if (message.kind === 'credit') return this.#queue.giveCredit(message.bytes);
      clearInterval(timer);
      void this.#close(socket, message.deadlineMs);
    });
    await this.#readKernelDrops(socket);
    const { address, port } = socket.address();
    const family = this.#data.family === 6 ? 'IPv6' : 'IPv4';
    this.#tell({ kind: 'listening', address: { address, port, family }, receiveBufferBytes });
  }

  async #close(socket: Socket, deadlineMs: number): Promise<void> {
    const endsAtMs = performance.now() + deadlineMs;
    await this.#drainKernel(endsAtMs - deadlineMs / 2);
    await this.#readKernelDrops(socket);
    socket.close();
    await Promise.race([
      this.#queue.finish(),
      sleep(endsAtMs - performance.now(), undefined, { ref: false }),
    ]);
    this.#dropRest();
    this.#log.flush();
    this.#port.close();
  }

  /** Reads what the kernel has already taken for this socket: until a turn of the event loop brings nothing new. */
  async #drainKernel(endsAtMs: number): Promise<void> {
    for (let seen = -1; seen !== this.#counters.get('received') && performance.now() < endsAtMs; ) {
      seen = this.#counters.get('received');
      await nextTurn();
      await nextTurn();
    }
  }

  #dropRest(): void {
    const lost = this.#queue.clear();
    this.#counters.set('bufferedBytes', 0);
    if (lost === 0) return;
    this.#counters.add('shutdown', lost);
    this.#log.note('shutdown', lost, () => ({
      message: 'the store did not take what was buffered before the intake had to end',
    }));
  }

  async #readKernelDrops(socket: Socket): Promise<void> {
    const drops = await readKernelDrops(socket.address());
    if (drops === undefined) return;
    const more = drops - (this.#counters.kernelDrops ?? 0);
    this.#counters.set('kernelDrops', drops);
    if (more > 0)
      this.#log.note('kernel-drop', more, () => ({
        message: 'the kernel dropped datagrams: the receive buffer was full',
      }));
  }

  #tell(message: FromThread, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

async function run(port: MessagePort): Promise<void> {
  try {
    await new IntakeThread(workerData as IntakeThreadData, port).start();
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    port.postMessage({ kind: 'failed', code, message } satisfies FromThread);
    port.close();
  }
}

if (parentPort !== null) void run(parentPort);
