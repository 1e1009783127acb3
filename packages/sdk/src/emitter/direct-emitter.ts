import type { Socket } from 'node:dgram';
import { DATAGRAM_HEADER, limits } from '@radiograph/protocol';
import { context } from '../context/context.js';
import type { ProblemLog } from '../logging/problem-log.js';
import type { CurrentEntity } from '../segment/entity.js';
import { closeQuietly, openSocket } from './connected-socket.js';
import type { Endpoint } from './daemon-address.js';
import type { Emitter } from './emitter.js';
import { isAddress } from './resolve-host.js';

/** What may wait for the system to take it. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Sends each document in a datagram of its own, handed to the system at once, by a socket that the first one opens: for a daemon that
 * is always there, as that of AWS Lambda is. Nothing is held, sent again or learnt of the receiver; a daemon's name is resolved for
 * each document.
 */
export class DirectEmitter implements Emitter {
  readonly maxDocumentBytes: number = limits.datagramBytes - DATAGRAM_HEADER.length;
  readonly #endpoint: Endpoint;
  readonly #problems: ProblemLog;
  readonly #onSent = (error: NodeJS.ErrnoException | null): void => {
    if (error !== null) this.#drop(error.code ?? error.message, 1);
    if (this.#pending === 0 || --this.#pending > 0) return;
    this.#pendingBytes = 0;
    this.#idle?.();
    this.#idle = undefined;
    this.#flushing = undefined;
  };
  #socket: Socket | undefined;
  /** Datagrams of which the system has not yet said what became of them; most of them it has taken already. */
  #pending = 0;
  #pendingBytes = 0;
  #idle: (() => void) | undefined;
  #flushing: Promise<void> | undefined;
  #dropped = 0;

  constructor(endpoint: Endpoint, problems: ProblemLog) {
    this.#endpoint = endpoint;
    this.#problems = problems;
  }

  get idle(): boolean {
    return this.#pending === 0;
  }

  emit(document: string): void {
    const { host, port } = this.#endpoint;
    this.#socket ??= this.#open();
    if (this.#pendingBytes > MAX_WAITING_BYTES && this.#isBehind(this.#socket)) {
      this.#drop('the system does not keep up', 1);
      return;
    }
    this.#socket.send(DATAGRAM_HEADER + document, port, host, this.#onSent);
    this.#pending++;
    this.#pendingBytes += document.length;
  }

  flush(): Promise<void> {
    if (this.#pending === 0) return Promise.resolve();
    this.#flushing ??= new Promise((resolve) => {
      this.#idle = resolve;
    });
    return this.#flushing;
  }

  async close(): Promise<void> {
    await this.flush();
    if (this.#socket !== undefined) closeQuietly(this.#socket);
    this.#socket = undefined;
  }

  /** Outside of any request: the socket outlives the one that happens to open it. */
  #open(): Socket {
    const nothing = undefined as unknown as CurrentEntity; // `exit` would stop the hooks of promises, and start them again
    const socket = context.run(nothing, openSocket, this.#endpoint.host);
    socket.on('error', (error) => this.#failed(error));
    return socket;
  }

  /** What waits for a name to be resolved the system knows nothing of. */
  #isBehind(socket: Socket): boolean {
    return !isAddress(this.#endpoint.host) || socket.getSendQueueSize() > MAX_WAITING_BYTES;
  }

  /** The socket could not be bound, and what waited for that is lost. */
  #failed(error: Error): void {
    if (this.#socket !== undefined) closeQuietly(this.#socket);
    this.#socket = undefined;
    this.#drop(error.message, this.#pending);
    this.#pending = Math.min(this.#pending, 1);
    this.#onSent(null);
  }

  #drop(reason: string, count: number): void {
    const { host, port } = this.#endpoint;
    this.#dropped += count;
    this.#problems.report(
      'sdk/documents-dropped',
      `documents for the daemon at ${host}:${port} were dropped: ${reason}`,
      { dropped: this.#dropped },
    );
  }
}
