import type { RemoteInfo, Socket } from 'node:dgram';
import { KernelBacklog } from './kernel-backlog.js';

/** Takes a datagram, which is gone afterwards; false when it was bad. The sender may be unknown. */
export type TakeDatagram = (datagram: Uint8Array, sender: RemoteInfo | undefined) => boolean;

/** How datagrams are received. */
export interface ReceptionOptions {
  /** What the system granted. */
  readonly receiveBufferBytes: number;
  /** Every datagram's sender must be known. */
  readonly namesSenders: boolean;
}

/** With a smaller buffer the kernel might drop what comes while the thread sleeps. */
const LEAST_RECEIVE_BUFFER_BYTES = 512 * 1024;
/** The kernel keeps as much, in datagrams of 1.5 kB, of 75,000 a second; Linux really grants twice of what it says. */
const BYTES_A_MS = 128 * 1024;
const LONGEST_WAIT_MS = 10;
/** What comes at longer intervals is no stream: then there is nothing to gain. */
const STREAM_MS = LONGEST_WAIT_MS + 5;
/** libuv takes 32 in a turn of the event loop at most; a turn in which it took half of that may have left some. */
const FEW = 16;
/** What is read in one turn beside that, so that the rest of the thread has its turn too. */
const MOST_READ = 256;
const MOST_READ_BYTES = 512 * 1024;
/** Whoever sends what is refused is to be named by the next line about it. */
const NAMES_AFTER_REFUSAL_MS = 30_000;

const nobodyWakes = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/**
 * Receives a socket's datagrams at the least cost. A few come by Node. In a stream two things help, where the receive buffer is large. The first of a
 * turn of the event loop comes by Node, and what waits behind it is read by {@link KernelBacklog}. And once there is no more, the thread sleeps for some milliseconds, so
 * that others gather: being woken costs as much as receiving one, and a thread that is fast is woken for every few. It never sleeps while any may be
 * waiting, so that the rate is not bounded.
 */
export class Reception {
  readonly #take: TakeDatagram;
  readonly #backlog: KernelBacklog | undefined;
  /** How long the thread sleeps; 0: never. */
  readonly #waitMs: number;
  #datagrams = 0;
  #read = 0;
  #readBytes = 0;
  #isEmpty = false;
  #inStream = false;
  #turnMs = Number.NEGATIVE_INFINITY;
  #readsAfterMs = 0;

  constructor(socket: Socket, { receiveBufferBytes, namesSenders }: ReceptionOptions, take: TakeDatagram) {
    this.#take = take;
    const isLarge = receiveBufferBytes >= LEAST_RECEIVE_BUFFER_BYTES;
    this.#waitMs = isLarge ? Math.min(LONGEST_WAIT_MS, Math.floor(receiveBufferBytes / BYTES_A_MS)) : 0;
    this.#backlog = isLarge && !namesSenders ? KernelBacklog.of(socket) : undefined;
    socket.on('message', (datagram, sender) => this.#receive(datagram, sender));
  }

  #receive(datagram: Uint8Array, sender: RemoteInfo): void {
    this.#datagrams += 1;
    if (this.#datagrams === 1) this.#beginTurn();
    this.#hand(datagram, sender);
    if (this.#inStream && this.#backlog !== undefined) this.#readBacklog(this.#backlog);
  }

  #hand(datagram: Uint8Array, sender: RemoteInfo | undefined): void {
    if (!this.#take(datagram, sender)) this.#readsAfterMs = this.#turnMs + NAMES_AFTER_REFUSAL_MS;
  }

  #readBacklog(backlog: KernelBacklog): void {
    while (this.#read < MOST_READ && this.#readBytes < MOST_READ_BYTES && this.#turnMs > this.#readsAfterMs) {
      const datagram = backlog.next();
      this.#isEmpty = datagram === undefined;
      if (datagram === undefined) return;
      this.#read += 1;
      this.#readBytes += datagram.length;
      this.#hand(datagram, undefined);
    }
  }

  #beginTurn(): void {
    const nowMs = performance.now();
    this.#inStream = nowMs - this.#turnMs < STREAM_MS;
    this.#turnMs = nowMs;
    this.#read = 0;
    this.#readBytes = 0;
    this.#isEmpty = false;
    if (this.#waitMs > 0) setImmediate(this.#endTurn);
  }

  readonly #endTurn = (): void => {
    const few = this.#isEmpty || (this.#read === 0 && this.#datagrams < FEW);
    this.#datagrams = 0;
    if (this.#inStream && few) Atomics.wait(nobodyWakes, 0, 0, this.#waitMs);
  };
}
