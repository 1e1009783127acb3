import { once } from 'node:events';
import { connect } from 'node:net';
import { makeTraceId } from '@radiograph/protocol';
import { segment, waitFor } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

test('a request whose body is still arriving is answered, then its connection ends', async () => {
  const { service } = await runningService();
  const body = JSON.stringify({
    TraceSegmentDocuments: [JSON.stringify(segment({ trace_id: makeTraceId() }))],
  });
  const socket = connect(service.address.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  const head = `POST /TraceSegments HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${Buffer.byteLength(body)}`;
  socket.write(`${head}\r\nExpect: 100-continue\r\n\r\n`);
  await waitFor(() => answer.includes('100 Continue'));
  socket.write(body.slice(0, 10));

  const closed = service.close();
  await waitFor(async () => (await fetch(service.url).catch(() => 'refused')) === 'refused');
  socket.write(body.slice(10));
  await Promise.all([closed, once(socket, 'close')]);

  expect(answer).toMatch(/\r\n\r\nHTTP\/1.1 200 OK[\s\S]*"UnprocessedTraceSegments":\[\]/);
});

test('a connection that never sent a request does not hold it up', async () => {
  const { service } = await runningService();
  const socket = connect(service.address.port, '127.0.0.1');
  await once(socket, 'connect');
  await fetch(service.url);
  const began = performance.now();
  await service.close();
  expect(performance.now() - began).toBeLessThan(1000);
  socket.destroy();
});

test('live feeds and idle connections do not hold it up', async () => {
  const { service } = await runningService();
  const live = await fetch(`${service.url}/radiograph/v1/live`);
  await (await fetch(service.url)).text();
  const began = performance.now();
  await service.close();
  expect(performance.now() - began).toBeLessThan(1000);
  await live.text();
});

test('closing twice is harmless', async () => {
  const { service } = await runningService();
  await Promise.all([service.close(), service.close()]);
});
