import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { type Call, type Contender, calls, metadata } from './request.js';

/**
 * The least there is to do: a plain object made by the five awaited calls that an application makes anyhow, in one run of
 * an AsyncLocalStorage, then JSON.stringify and one send on a connected socket; ids from pooled random bytes.
 */
export async function floor(host: string, port: number): Promise<Contender> {
  const socket = await connect(host, port);
  const storage = new AsyncLocalStorage<object>();
  const answer = async (): Promise<void> => {
    const document = begin();
    for (const call of calls) {
      await (async () => {
        document.subsegments.push(describe(call));
      })();
    }
    send(socket, document);
  };
  return { record: () => storage.run({}, answer), finish: () => close(socket) };
}

/** The same without promises and without a storage, in one go: what is left when an application makes no calls. */
export async function bareFloor(host: string, port: number): Promise<Contender> {
  const socket = await connect(host, port);
  return {
    record: () => {
      const document = begin();
      for (const call of calls) document.subsegments.push(describe(call));
      send(socket, document);
    },
    finish: () => close(socket),
  };
}

/** What an application does that records nothing: the five awaited calls, in one run of a storage that holds the decision. */
export function unsampledFloor(): Contender {
  const storage = new AsyncLocalStorage<object>();
  let answered = 0;
  const answer = async (): Promise<void> => {
    for (const call of calls) {
      await (async () => {
        answered += call.name.length;
      })();
    }
  };
  return { record: () => storage.run({ sampled: answered < 0 }, answer), finish: async () => {} };
}

interface Document {
  readonly name: string;
  readonly start_time: number;
  end_time?: number;
  readonly subsegments: object[];
}

function begin(): Document {
  const start = Date.now() / 1000;
  return {
    name: 'bench',
    id: id(8),
    trace_id: `1-${Math.floor(start).toString(16)}-${id(12)}`,
    start_time: start,
    http: { request: { method: 'GET', url: 'http://localhost/cart' }, response: { status: 200 } },
    annotations: { tenant: 'acme', attempt: 1 },
    metadata: { default: { detail: metadata } },
    subsegments: [],
  } as Document;
}

function describe(call: Call): object {
  return {
    id: id(8),
    ...call,
    start_time: Date.now() / 1000,
    annotations: { tenant: 'acme', attempt: 1 },
    metadata: { default: { detail: metadata } },
    end_time: Date.now() / 1000,
  };
}

function send(socket: Socket, document: Document): void {
  document.end_time = Date.now() / 1000;
  socket.send(`{"format":"json","version":1}\n${JSON.stringify(document)}`);
}

async function connect(host: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4').unref();
  await new Promise<void>((resolve) => socket.connect(port, host, resolve));
  return socket;
}

function close(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}

const pool = Buffer.alloc(8192);
let used = pool.length;

function id(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
