import { get } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { SubsegmentDocument } from '@radiograph/protocol';
import { fetch as fetch6 } from 'undici6';
import { fetch as fetch7 } from 'undici7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureFetch } from '../src/integrations/fetch/index.js';
import { captureHttp } from '../src/integrations/http/index.js';
import { only, record } from './recording.js';

/** What a server says to whoever asks for a path, as bytes. */
const lies: Readonly<Record<string, (socket: Socket) => void>> = {
  '/too-short': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  '/too-long': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwhole and more'),
  '/negative': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n'),
  '/two-lengths': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nwhole'),
  '/reset': (socket) =>
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', () =>
      setTimeout(() => socket.resetAndDestroy(), 5),
    ),
  '/reset-at-once': (socket) => socket.resetAndDestroy(),
  '/closed-at-once': (socket) => socket.end(),
  '/cut-chunk': (socket) =>
    socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nff\r\nhal'),
  '/no-http': (socket) => socket.end('220 mail.example.com ESMTP\r\n'),
  '/never': () => {},
  '/stalls': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
  '/loop': (socket) =>
    socket.end('HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
  '/bad-location': (socket) =>
    socket.end(
      'HTTP/1.1 302 Found\r\nLocation: http://[::bad\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
    ),
  '/early-hints': (socket) =>
    socket.end(
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
    ),
  '/huge-headers': (socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nX-Huge: ${'x'.repeat(100_000)}\r\nContent-Length: 0\r\n\r\n`),
  '/many-headers': (socket) =>
    socket.end(
      `HTTP/1.1 200 OK\r\n${Array.from({ length: 1500 }, (_, n) => `X-${n}: ${n}\r\n`).join('')}Content-Length: 5\r\nConnection: close\r\n\r\nhello`,
    ),
  '/binary-header': (socket) =>
    socket.end(
      Buffer.from(
        'HTTP/1.1 200 \xff\xfe\r\nX-Odd: \xe9\x80\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
        'latin1',
      ),
    ),
};

let server: Server;
let url = '';
const sockets: Set<Socket> = new Set();

beforeAll(async () => {
  captureHttp();
  captureFetch();
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (data) => lies[String(data).split(' ')[1] ?? '']?.(socket));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

type Call = (address: string) => Promise<object>;

/** Who hangs for good is given up soon, everything else has time. */
const patience = (address: string): number => (/never|stalls/.test(address) ? 100 : 20_000);

/** What the caller sees: a status and a body, or an error and what caused it. */
const byHttp: Call = (address) =>
  new Promise((seen) => {
    const failed = (error: NodeJS.ErrnoException): void => seen({ code: error.code, message: error.message });
    const outgoing = get(address, { agent: false, timeout: patience(address) }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('error', failed);
      response.on('end', () => seen({ status: response.statusCode, complete: response.complete, body }));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timed out'))).on('error', failed);
  });

const byFetch =
  (fetchIt: (input: string, init: object) => Promise<{ status: number; text(): Promise<string> }>): Call =>
  async (address) => {
    try {
      const response = await fetchIt(address, { signal: AbortSignal.timeout(patience(address)) });
      return { status: response.status, body: await response.text() };
    } catch (error) {
      const { name, message, cause } = error as Error & { cause?: { code?: string; message?: string } };
      return { name, message, code: cause?.code, cause: cause?.message };
    }
  };

const calls: Readonly<Record<string, Call>> = {
  'node:http': byHttp,
  fetch: byFetch(fetch as never),
  undici6: byFetch(fetch6 as never),
  undici7: byFetch(fetch7 as never),
};

function expectClosed(call: SubsegmentDocument): void {
  expect(call.in_progress).toBeUndefined();
  expect(call.end_time).toBeGreaterThanOrEqual(call.start_time);
}

describe.each(Object.entries(calls))('%s', (library, call) => {
  test.each(Object.keys(lies))(
    '%s: the caller sees what he sees without us, and each call has an end',
    async (path) => {
      const { recorder, traces } = record();
      const bare = await call(url + path);
      const recorded = await recorder.segment('shop', async () => {
        const seen = await call(url + path);
        // undici tells of an error after its caller knows.
        await new Promise((later) => setTimeout(later, 5));
        return seen;
      });
      expect(recorded).toEqual(bare);
      const made = only(traces).subsegments ?? [];
      // Redirects are followed by `fetch` alone, twenty times at most.
      expect(made.length).toBe(path === '/loop' && library !== 'node:http' ? 21 : 1);
      for (const subsegment of made) expectClosed(subsegment);
      const failed = !('status' in bare) && !/loop|location/.test(path);
      expect(made.at(-1)?.fault).toBe(failed ? true : undefined);
      if ('status' in bare) expect(made.at(-1)?.http?.response?.status).toBe(bare.status);
    },
  );
});
