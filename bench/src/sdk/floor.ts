import { randomFillSync } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { type Contender, calls, metadata } from './request.js';

/** The least there is to do: a plain object, JSON.stringify and one send on a connected socket; ids from pooled random bytes. */
export async function floor(host: string, port: number): Promise<Contender> {
  const socket = createSocket('udp4').unref();
  await new Promise<void>((resolve) => socket.connect(port, host, resolve));
  return {
    record: () => {
      const text = JSON.stringify(document());
      socket.send(`{"format":"json","version":1}\n${text}`);
    },
    finish: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function document(): object {
  const start = Date.now() / 1000;
  const subsegments = calls.map((call) => ({
    id: id(8),
    ...call,
    start_time: Date.now() / 1000,
    annotations: { tenant: 'acme', attempt: 1 },
    metadata: { default: { detail: metadata } },
    end_time: Date.now() / 1000,
  }));
  return {
    name: 'bench',
    id: id(8),
    trace_id: `1-${Math.floor(start).toString(16)}-${id(12)}`,
    start_time: start,
    end_time: Date.now() / 1000,
    http: { request: { method: 'GET', url: 'http://localhost/cart' }, response: { status: 200 } },
    annotations: { tenant: 'acme', attempt: 1 },
    metadata: { default: { detail: metadata } },
    subsegments,
  };
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
