import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { makeTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { segment, waitFor } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { openServer } from '../src/http/open-server.js';
import { type RunningService, replacing, runningService } from './running-service.js';

const TRACES = 60;
const LINE_BYTES = 700_000;
const RANGE = 'start=1&end=9999999999';

/** A service whose reads of documents are counted, with the signals they were given. */
async function countedService(): Promise<{ running: RunningService; reads: AbortSignal[] }> {
  const reads: AbortSignal[] = [];
  const counted = (store: TraceStore) =>
    replacing(store, {
      documentLines(ids, signal) {
        if (signal !== undefined) reads.push(signal);
        return store.documentLines(ids, signal);
      },
    });
  const running = await runningService({}, counted);
  await fill(running.store);
  return { running, reads };
}

/** Traces of 0.7 MB each, in sum more than the system's buffers of a connection hold. */
async function fill(store: TraceStore): Promise<void> {
  const text = 'x'.repeat(LINE_BYTES);
  for (let n = 0; n < TRACES; n++) {
    const document = segment({ trace_id: makeTraceId(), metadata: { default: { text } } });
    const bytes = new TextEncoder().encode(JSON.stringify(document));
    await store.append([bytes], { durability: 'lazy', maxDocumentBytes: 1_048_576 });
  }
  await store.settled();
}

/** Asks for an export by a connection that reads nothing until it is resumed. */
async function openExport({ service }: RunningService): Promise<Socket> {
  const { port, address } = service.address;
  const socket = connect(port, address);
  await once(socket, 'connect');
  socket.pause();
  socket.write(
    `GET /radiograph/v1/export?format=documents&${RANGE} HTTP/1.1\r\nHost: ${address}:${port}\r\nConnection: close\r\n\r\n`,
  );
  return socket;
}

/** Waits until a count has not changed for several answers of the service, so that whatever it was doing has had its turns. */
async function settledCount({ service }: RunningService, count: () => number): Promise<number> {
  let last = -1;
  let unchanged = 0;
  await waitFor(() => count() > 0);
  while (unchanged < 20) {
    expect((await fetch(`${service.url}/radiograph/v1/status`)).status).toBe(200);
    unchanged = count() === last ? unchanged + 1 : 0;
    last = count();
  }
  return last;
}

test('a client that reads slowly is read for no faster, holds up nobody, and gets everything in the end', async () => {
  const { running, reads } = await countedService();
  const socket = await openExport(running);
  const readAhead = await settledCount(running, () => reads.length);
  expect(readAhead).toBeLessThan(TRACES);
  expect(await running.store.search({ start: 1, end: 9_999_999_999, pageSize: 5 })).toMatchObject({
    records: expect.arrayContaining([expect.anything()]),
  });

  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.byteLength;
  });
  socket.resume();
  await once(socket, 'close');
  expect(bytes).toBeGreaterThan(TRACES * LINE_BYTES);
  expect(reads).toHaveLength(TRACES);
});

test('for a client that goes away nothing more is read', async () => {
  const { running, reads } = await countedService();
  const socket = await openExport(running);
  await waitFor(() => reads.length > 0);
  socket.destroy();
  await waitFor(() => reads[0]?.aborted);
  const atTheEnd = await settledCount(running, () => reads.length);
  expect(atTheEnd).toBeLessThan(TRACES);
});

test('a client that has stopped reading is cut off, and what it read from ends', async () => {
  let cancelled = false;
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    cancel() {
      cancelled = true;
    },
  });
  const timeouts = { requestMs: 10_000, headersMs: 10_000, stalledMs: 200, lookMs: 50 };
  const server = await openServer(() => new Response(endless), '127.0.0.1', 0, { timeouts });
  const socket = connect(server.address.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await waitFor(() => cancelled);
  socket.destroy();
  await server.close();
});

test('a hundred clients that go away at once leave a service that answers', async () => {
  const { running } = await countedService();
  const { service } = running;
  const body = JSON.stringify({ start: 1, end: 9_999_999_999, budgetMs: 10_000 });
  await Promise.all(
    Array.from({ length: 100 }, async (_, n) => {
      const stop = new AbortController();
      const path = ['analyze', 'exceptions', 'histogram', 'graph'][n % 4];
      const asked = fetch(`${service.url}/radiograph/v1/${path}`, {
        method: 'POST',
        body,
        signal: stop.signal,
      });
      setImmediate(() => stop.abort());
      await asked.catch(() => undefined);
    }),
  );
  const answer = await fetch(`${service.url}/radiograph/v1/analyze`, { method: 'POST', body });
  expect(await answer.json()).toMatchObject({ sets: [{ matched: TRACES, complete: true }] });
});
