import type { Socket } from 'node:dgram';
import { DATAGRAM_HEADER, limits } from '@radiograph/protocol';
import { outside } from '../context/outside.js';
import type { ProblemLog } from '../logging/problem-log.js';
import { monotonicMs } from '../segment/clock.js';
import { closeQuietly, connected, connectSocket, isConnected } from './connected-socket.js';
import type { Endpoint } from './daemon-address.js';
import type { DatagramForm } from './datagram-form.js';
import { DatagramWriter, documentsIn } from './datagram-writer.js';
import type { DocumentEmitter, EmitterCounters } from './emitter.js';
import { isAddress, resolveHost } from './resolve-host.js';

/** What may wait while the daemon's name is resolved and the socket connected. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** The least time between two attempts to reach a daemon that refuses or cannot be found. */
const RETRY_MS = 1000;
/** How long an answer of the name service is believed: a daemon that moved without refusing anything is found after it. */
const RESOLVE_EVERY_MS = 60_000;
/** Some systems send no larger datagram than this by default (macOS: 9,216 bytes). */
const SMALL_DATAGRAM_BYTES = 9000;

/** The largest datagram of several documents: what one that is lost may take with it is bounded too. */
const PACKED_BYTES = 32 * 1024;
/** There is room for so many bytes of a document before its size is known. */
const USUAL_BYTES = 16 * 1024;
/** No document waits longer for others. */
const HOLD_MS = 5;

/** How an emitter finds its daemon; for tests. */
export interface EmitterTiming {
  /** The least time between two attempts to reach a daemon. */
  readonly retryMs?: number;
  /** How long the addresses of a name are believed. */
  readonly resolveEveryMs?: number;
  /** Gives the addresses of a name. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  /** The largest datagram of several documents. */
  readonly packedBytes?: number;
}

/**
 * Sends documents by UDP over one connected socket, which does not keep the process alive: each as a datagram, or, to a receiver
 * that takes them so, as many in one as come within milliseconds. What is held meanwhile goes out when the process ends. The daemon's
 * name is resolved again every minute and after a failure, so a daemon that moves is found; where the name has several addresses,
 * a failure leads to the next. What cannot be sent is counted.
 */
export class UdpEmitter implements DocumentEmitter {
  readonly #endpoint: Endpoint;
  readonly #problems: ProblemLog;
  readonly #form: DatagramForm;
  /** Not there where every document is a datagram of its own. */
  readonly #writer: DatagramWriter | undefined;
  readonly #retryMs: number;
  readonly #resolveEveryMs: number;
  readonly #resolve: (host: string) => Promise<readonly string[]>;
  readonly #onSent: (error: Error | null) => void = (error) => this.#sent(error, 1);
  #socket: Socket | undefined;
  #opening: Promise<void> | undefined;
  #lastAttempt = Number.NEGATIVE_INFINITY;
  #retry: NodeJS.Timeout | undefined;
  #address = '';
  /** Where the host is an address there is nothing to look up again. */
  #resolvedAt = Number.POSITIVE_INFINITY;
  /** Of the addresses of the name, the one to take next. */
  #turn = 0;
  #waiting: string[] = [];
  #waitingBytes = 0;
  /** Datagrams of which the system has not yet said what became of them; most of them it has taken already. */
  #pending = 0;
  #pendingBytes = 0;
  #lastDocuments = 1;
  #idle: (() => void)[] = [];
  #closed = false;
  #maxDatagramBytes = limits.datagramBytes;
  #packedBytes: number;
  #hold: NodeJS.Timeout | undefined;
  #sentCount = 0;
  #dropped = 0;

  constructor(endpoint: Endpoint, problems: ProblemLog, form: DatagramForm, timing: EmitterTiming = {}) {
    this.#endpoint = endpoint;
    this.#problems = problems;
    this.#form = form;
    this.#writer = form.single ? undefined : new DatagramWriter();
    this.#packedBytes = timing.packedBytes ?? PACKED_BYTES;
    this.#retryMs = timing.retryMs ?? RETRY_MS;
    this.#resolveEveryMs = timing.resolveEveryMs ?? RESOLVE_EVERY_MS;
    this.#resolve = timing.resolve ?? resolveHost;
  }

  get maxDocumentBytes(): number {
    return Math.min(limits.segmentBytes, this.#maxDatagramBytes - DATAGRAM_HEADER.length);
  }

  /** What this emitter has sent and dropped so far. */
  get counters(): EmitterCounters {
    return { sent: this.#sentCount, dropped: this.#dropped };
  }

  emit(document: string): void {
    if (this.#socket !== undefined) this.#put(this.#socket, document);
    else if (this.#closed) this.#drop(1, 'the recorder was shut down');
    else if (this.#waitingBytes + document.length > MAX_WAITING_BYTES)
      this.#drop(1, 'too much waits for the daemon');
    else this.#wait(document);
  }

  emitDocument(document: object): boolean {
    const socket = this.#socket;
    const writer = this.#writer;
    if (socket === undefined || writer === undefined) return false;
    const most = this.#form.packed ? this.#packedBytes : 0;
    if (writer.documents === 0) writer.begin(Math.max(most, USUAL_BYTES), this.#pending === 0);
    const before = writer.bytes;
    const first = writer.documents === 0;
    if (!writer.write(document, first ? this.maxDocumentBytes : most - before - 1)) return false;
    // Another one of this size would not fit.
    if (2 * writer.bytes - before > most) this.sendHeld();
    else if (first) this.#holdFromNow();
    return true;
  }

  open(): void {
    if (this.#socket === undefined && !this.#closed && !isAddress(this.#endpoint.host)) this.#open();
  }

  #wait(document: string): void {
    this.#waiting.push(document);
    this.#waitingBytes += document.length;
    this.#open();
  }

  async flush(): Promise<void> {
    if (this.#opening !== undefined) await this.#opening;
    if (this.#writer !== undefined) this.sendHeld();
    if (this.#pending > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
    clearTimeout(this.#retry);
    clearTimeout(this.#hold);
    this.#socket?.close();
    this.#socket = undefined;
    if (this.#waiting.length > 0) this.#drop(this.#waiting.length, 'the recorder was shut down');
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** Opens a socket, unless that is under way or failed a moment ago; then it is tried again later. */
  #open(): void {
    if (this.#opening !== undefined || this.#retry !== undefined) return;
    const wait = this.#lastAttempt + this.#retryMs - monotonicMs();
    if (wait > 0) {
      this.#retry = setTimeout(() => this.#retryNow(), wait).unref();
      return;
    }
    this.#lastAttempt = monotonicMs();
    // Outside of any request: the socket outlives the one that happens to open it.
    outside(() => this.#begin());
  }

  /** Where the host is an address the socket is there at once, so that even what a process records last goes out. */
  #begin(): void {
    const { host } = this.#endpoint;
    if (!isAddress(host)) {
      this.#await(this.#find());
      return;
    }
    try {
      const socket = this.#connect(host);
      if (isConnected(socket)) this.#opened(socket);
      else this.#await(connected(socket));
    } catch (error) {
      this.#failed(error);
    }
  }

  #await(opening: Promise<Socket>): void {
    this.#opening = opening.then(
      (socket) => this.#opened(socket),
      (error: unknown) => this.#failed(error),
    );
  }

  #retryNow(): void {
    this.#retry = undefined;
    if (!this.#closed && this.#waiting.length > 0) this.#open();
  }

  #connect(address: string): Socket {
    this.#address = address;
    return connectSocket(address, this.#endpoint.port);
  }

  async #find(): Promise<Socket> {
    const { host } = this.#endpoint;
    const addresses = await this.#resolve(host);
    this.#resolvedAt = monotonicMs();
    const socket = this.#connect(addresses[this.#turn % addresses.length] ?? host);
    return isConnected(socket) ? socket : connected(socket);
  }

  #opened(socket: Socket): void {
    this.#opening = undefined;
    socket.on('error', (error) => this.#onRefused(socket, error));
    this.#socket = socket;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const document of waiting) this.emit(document);
  }

  #failed(error: unknown): void {
    this.#opening = undefined;
    this.#turn++;
    this.#problems.report('sdk/emitter-failed', `the daemon at ${this.#name()} cannot be reached`, { error });
    if (!this.#closed) this.#open();
  }

  /** Puts a document into the datagram under way, and sends that unless there may be more to come. */
  #put(socket: Socket, document: string): void {
    const writer = this.#writer;
    if (writer === undefined) {
      this.#send(socket, Buffer.from(DATAGRAM_HEADER + document), 1);
      return;
    }
    const bytes = mostBytes(document, this.#packedBytes);
    if (writer.documents > 0 && writer.bytes + 1 + bytes > this.#packedBytes) this.sendHeld();
    const { packed } = this.#form;
    if (writer.documents === 0)
      writer.begin(packed ? Math.max(bytes, this.#packedBytes) : bytes, this.#pending === 0);
    writer.add(document);
    if (!packed || writer.bytes >= this.#packedBytes) this.sendHeld();
    else if (writer.documents === 1) this.#holdFromNow();
  }

  /** A timer that runs already is early enough. */
  #holdFromNow(): void {
    sendAtExit(this);
    // Outside of any request: what it sends is not only this one's.
    this.#hold ??= outside(() =>
      setTimeout(() => {
        this.#hold = undefined;
        this.sendHeld();
      }, HOLD_MS).unref(),
    );
  }

  /** Sends now what waits for more. */
  sendHeld(): void {
    const writer = this.#writer;
    if (writer === undefined || writer.documents === 0) return;
    const { documents } = writer;
    holding.delete(this);
    const datagram = writer.take();
    if (this.#socket !== undefined) this.#send(this.#socket, datagram, documents);
    else for (const document of documentsIn(datagram)) this.emit(document);
  }

  #send(socket: Socket, datagram: Buffer, documents: number): void {
    if (this.#resolvedAt + this.#resolveEveryMs < monotonicMs()) this.#followName();
    if (this.#pendingBytes > MAX_WAITING_BYTES && socket.getSendQueueSize() > MAX_WAITING_BYTES) {
      this.#drop(documents, 'the system does not keep up');
      return;
    }
    this.#pending++;
    this.#pendingBytes += datagram.length;
    this.#lastDocuments = documents;
    const onSent =
      documents === 1 ? this.#onSent : (error: Error | null) => this.#packedSent(error, datagram, documents);
    try {
      socket.send(datagram, onSent);
    } catch (error) {
      onSent(error as Error);
    }
  }

  /** Where the system refuses a datagram for its size, its documents go in smaller ones, and in the end one by one. */
  #packedSent(error: (Error & { code?: string }) | null, datagram: Buffer, documents: number): void {
    if (error?.code !== 'EMSGSIZE') {
      this.#sent(error, documents);
      return;
    }
    const smaller = datagram.length > SMALL_DATAGRAM_BYTES ? SMALL_DATAGRAM_BYTES : 0;
    this.#packedBytes = Math.min(this.#packedBytes, smaller);
    for (const document of documentsIn(datagram)) this.emit(document);
    this.sendHeld();
    this.#settled();
  }

  #sent(error: Error | null, documents: number): void {
    if (error === null) this.#sentCount += documents;
    else this.#onSendError(error, documents);
    this.#settled();
  }

  #settled(): void {
    this.#pending--;
    if (this.#pending > 0) return;
    this.#pendingBytes = 0;
    if (this.#idle.length === 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #onSendError(error: Error & { code?: string }, documents: number): void {
    if (error.code === 'EMSGSIZE')
      this.#maxDatagramBytes = Math.min(this.#maxDatagramBytes, SMALL_DATAGRAM_BYTES);
    else this.#reopenSoon(this.#socket);
    this.#drop(documents, error.code ?? error.message);
  }

  /** The system tells here that nobody took a datagram that was sent before. */
  #onRefused(socket: Socket, error: Error & { code?: string }): void {
    this.#reopenSoon(socket);
    this.#drop(this.#lastDocuments, error.code ?? error.message);
  }

  /** The daemon's name may lead elsewhere by now, so the next document opens a new socket, though not too often. */
  #reopenSoon(socket: Socket | undefined): void {
    this.#form.forget();
    if (socket === undefined || socket !== this.#socket || this.#closed) return;
    if (monotonicMs() < this.#lastAttempt + this.#retryMs) return;
    this.#turn++;
    this.#socket = undefined;
    closeQuietly(socket);
  }

  /** Looks the name up again while documents go on to where it led so far. */
  #followName(): void {
    this.#resolvedAt = monotonicMs();
    const socket = this.#socket;
    outside(() => this.#resolve(this.#endpoint.host))
      .then((addresses) => {
        if (this.#socket !== socket || socket === undefined || addresses.includes(this.#address)) return;
        this.#socket = undefined;
        closeAfterSending(socket);
      })
      .catch(() => {}); // As long as the name service is away, the last answer holds.
  }

  #drop(count: number, reason: string): void {
    this.#dropped += count;
    this.#problems.report(
      'sdk/documents-dropped',
      `documents for the daemon at ${this.#name()} were dropped: ${reason}`,
      {
        dropped: this.#dropped,
      },
    );
  }

  #name(): string {
    return `${this.#endpoint.host}:${this.#endpoint.port}`;
  }
}

/** Emitters that hold documents: what a process that ends would take with it. */
const holding: Set<UdpEmitter> = new Set();
let listening = false;

/** A datagram is handed to the system at once, so that it may still be sent in the last moment of a process. */
function sendAtExit(emitter: UdpEmitter): void {
  holding.add(emitter);
  if (listening) return;
  listening = true;
  process.on('exit', () => {
    for (const one of [...holding]) one.sendHeld();
  });
}

/** A UTF-16 unit takes at most three bytes, so what is small needs no counting. */
function mostBytes(document: string, small: number): number {
  return document.length * 3 <= small ? document.length * 3 : Buffer.byteLength(document);
}

/** What was handed to a socket a moment ago goes out before it closes. */
function closeAfterSending(socket: Socket): void {
  setTimeout(() => closeQuietly(socket), 100).unref();
}
