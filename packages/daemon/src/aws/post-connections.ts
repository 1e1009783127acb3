import { connect as connectPlain, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AnswerReader, type HttpAnswer } from './answer-reader.js';

/** What comes of a post. */
export interface Posted extends Omit<HttpAnswer, 'headers' | 'keepsAlive'> {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** All of the request has left; an answer may come before that. */
  readonly isSent: boolean;
}

/** Whom connections lead to. */
export interface Peer {
  readonly url: URL;
  /** Takes any certificate. */
  readonly noVerify: boolean;
  /** How long the headers of an answer may take, and its body again. */
  readonly timeoutMs: number;
}

/** An answer did not come in time. */
export class Overdue extends Error {
  override readonly name = 'Overdue';
}

const READ_BYTES = 16 * 1024;
const NOT_IN_A_HEADER = /[^\t\x20-\x7e\x80-\xff]/;
/** How much sooner than the other side says we let an idle connection go, so that it does not close it under a request. */
const SOONER_MS = 1000;

/**
 * Connections over which POSTs go to one URL, one at a time each, kept open between them. As many are opened as are needed at once; it is for who uses
 * them to bound that. It does a fraction of what `node:http` does and takes a fraction of its time.
 */
export class PostConnections {
  readonly #peer: Peer;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #beginning: string;
  #session: Buffer | undefined;
  #isClosed = false;

  constructor(peer: Peer) {
    this.#peer = peer;
    this.#beginning = `POST ${peer.url.pathname} HTTP/1.1\r\nhost: ${peer.url.host}\r\n`;
  }

  /** Posts a body with headers and gives the answer whole. Rejects with the system's error, an {@link Overdue}, or the signal's reason. */
  post(
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
    { signal, mostBytes }: { readonly signal: AbortSignal; readonly mostBytes: number },
  ): Promise<Posted> {
    const head = this.#headOf(headers, body.length);
    const connection = this.#take();
    return new Promise((resolve, reject) => {
      const abandon = (): void => connection.fail(signal.reason as Error);
      signal.addEventListener('abort', abandon);
      connection.post(head, body, mostBytes, (error, posted) => {
        signal.removeEventListener('abort', abandon);
        if (posted === undefined) reject(error as Error);
        else resolve(posted);
      });
    });
  }

  /** Ends all of them; what is under way fails, and what is posted later is posted over connections that are not kept. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#all) connection.fail(new Error('the connection was closed'));
  }

  #headOf(headers: Readonly<Record<string, string>>, bytes: number): string {
    let head = this.#beginning;
    for (const name of Object.keys(headers)) {
      if (name === 'host') continue;
      const value = headers[name] ?? '';
      if (NOT_IN_A_HEADER.test(value)) throw new Error(`the header ${name} holds what no header may hold`);
      head += `${name}: ${value}\r\n`;
    }
    return `${head}content-length: ${bytes}\r\n\r\n`;
  }

  #take(): Connection {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.isFresh) return idle;
      idle.destroy();
    }
    const connection = new Connection((onread) => this.#open(onread), this.#peer.timeoutMs, {
      idle: () => {
        if (this.#isClosed) connection.destroy();
        else this.#idle.push(connection);
      },
      gone: () => {
        this.#all.delete(connection);
        const index = this.#idle.indexOf(connection);
        if (index >= 0) this.#idle.splice(index, 1);
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #open(onread: OnReadOpts): Socket {
    const { url, noVerify } = this.#peer;
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isTls = url.protocol === 'https:';
    const to = { host, port: Number(url.port || (isTls ? 443 : 80)), noDelay: true, keepAlive: true, onread };
    if (!isTls) return connectPlain(to);
    const socket = connectTls({
      ...to,
      ALPNProtocols: ['http/1.1'],
      rejectUnauthorized: !noVerify,
      ...(isIP(host) === 0 && { servername: host }),
      ...(this.#session !== undefined && { session: this.#session }),
    });
    socket.on('session', (session: Buffer) => {
      this.#session = session;
    });
    return socket;
  }
}

type Settle = (error: Error | undefined, posted?: Posted) => void;

/** One connection, idle or with one request. */
class Connection {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #on: { readonly idle: () => void; readonly gone: () => void };
  #reader: AnswerReader | undefined;
  #settle: Settle | undefined;
  #overdue: NodeJS.Timeout | undefined;
  #freshUntilMs = Number.POSITIVE_INFINITY;

  constructor(
    open: (onread: OnReadOpts) => Socket,
    timeoutMs: number,
    on: { readonly idle: () => void; readonly gone: () => void },
  ) {
    // Answers are read into the same memory again and again, where a stream would make some for each.
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const socket = open({
      buffer,
      callback: (bytes) => {
        this.#read(Buffer.from(buffer.subarray(0, bytes)));
        return true;
      },
    });
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#on = on;
    socket.on('end', () => this.#end());
    socket.on('close', () => this.#end());
    socket.on('error', (error) => this.fail(error));
  }

  /** The other side has not said that it would have closed it by now. */
  get isFresh(): boolean {
    return performance.now() < this.#freshUntilMs;
  }

  post(head: string, body: Uint8Array, mostBytes: number, settle: Settle): void {
    this.#settle = settle;
    this.#reader = new AnswerReader(mostBytes);
    this.#overdue = setTimeout(
      () => this.fail(new Overdue(`no answer within ${this.#timeoutMs} ms`)),
      this.#timeoutMs,
    );
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body);
    this.#socket.uncork();
  }

  fail(error: Error): void {
    const settle = this.#settle;
    this.destroy();
    this.#finish();
    settle?.(error);
  }

  destroy(): void {
    this.#socket.destroy();
    this.#on.gone();
  }

  #read(bytes: Buffer): void {
    const reader = this.#reader;
    // Nothing was asked for.
    if (reader === undefined) {
      this.destroy();
      return;
    }
    const hadHead = reader.hasHead;
    try {
      const answer = reader.read(bytes);
      if (answer !== undefined) this.#succeed(answer);
      else if (!hadHead && reader.hasHead) this.#overdue?.refresh();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  #end(): void {
    const reader = this.#reader;
    if (reader === undefined) {
      this.destroy();
      return;
    }
    try {
      if (!reader.hasHead) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      this.#succeed(reader.end());
    } catch (error) {
      this.fail(error as Error);
    }
  }

  #succeed(answer: HttpAnswer): void {
    const settle = this.#settle;
    const isSent = this.#socket.writableLength === 0;
    this.#finish();
    const seconds = /timeout=(\d+)/i.exec(answer.headers['keep-alive'] ?? '')?.[1];
    if (seconds !== undefined) this.#freshUntilMs = performance.now() + Number(seconds) * 1000 - SOONER_MS;
    if (isSent && answer.keepsAlive) this.#on.idle();
    else this.destroy();
    settle?.(undefined, { ...answer, isSent });
  }

  #finish(): void {
    clearTimeout(this.#overdue);
    this.#overdue = undefined;
    this.#reader = undefined;
    this.#settle = undefined;
  }
}
