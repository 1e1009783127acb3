import events from 'node:events';
import { Agent, createServer } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Recorder } from '../src/index.js';
import { handler } from '../src/integrations/http/index.js';
import { ask, serve, type TestServer } from './http-server.js';
import { find, only, record } from './recording.js';
import { until } from './udp-receiver.js';

const open: TestServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

async function shop(recorder: Recorder, listener: Parameters<typeof handler>[1]): Promise<TestServer> {
  const server = await serve(handler('shop', listener, { recorder }));
  open.push(server);
  return server;
}

test('N10: a request is described with method, url without query, client, agent, status and length', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (_request, response) =>
    response.writeHead(201, { 'content-length': 5 }).end('hello'),
  );
  await ask(`${server.url}/cart?token=secret`, {
    method: 'POST',
    headers: { 'user-agent': 'test/1' },
    body: 'x',
  });
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces)).toMatchObject({
    name: 'shop',
    http: {
      request: { method: 'POST', url: `${server.url}/cart`, client_ip: '127.0.0.1', user_agent: 'test/1' },
      response: { status: 201, content_length: 5 },
    },
  });
});

test('N11: the trace of the incoming header is joined', async () => {
  const { recorder, traces } = record({ sampling: 'none' });
  const server = await shop(recorder, (_request, response) => response.end());
  await ask(server.url, {
    headers: {
      'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    },
  });
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces)).toMatchObject({
    trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    parent_id: '53995c3f42cd8ad8',
  });
});

test('a traceparent of W3C is joined where there is no header of X-Ray', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (_request, response) => response.end());
  await ask(server.url, {
    headers: { traceparent: '00-4efaaf4d1e8720b39541901950019ee5-53995c3f42cd8ad8-01' },
  });
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces)).toMatchObject({
    trace_id: '1-4efaaf4d-1e8720b39541901950019ee5',
    parent_id: '53995c3f42cd8ad8',
  });
});

test('N12: the first address of X-Forwarded-For is the client', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (_request, response) => response.end());
  await ask(server.url, { headers: { 'x-forwarded-for': '1.2.3.4 , 5.6.7.8' } });
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces).http?.request).toMatchObject({ client_ip: '1.2.3.4', x_forwarded_for: true });
});

test('N13: statuses count as X-Ray counts them', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (request, response) => {
    response.statusCode = Number(request.url?.slice(1));
    response.end();
  });
  for (const status of [200, 401, 429, 500]) await ask(`${server.url}/${status}`);
  await until(
    () => traces.documents.length === 4,
    () => 'documents are missing',
  );
  expect(traces.documents.map(({ error, throttle, fault }) => [error, throttle, fault])).toEqual([
    [undefined, undefined, undefined],
    [true, undefined, undefined],
    [true, true, undefined],
    [undefined, undefined, true],
  ]);
});

test('H13: whoever asks by Sampled=? is told the decision', async () => {
  for (const [sampling, flag] of [
    ['all', 1],
    ['none', 0],
  ] as const) {
    const { recorder } = record({ sampling });
    const server = await shop(recorder, (_request, response) => response.end());
    const { headers } = await ask(server.url, {
      headers: { 'x-amzn-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?' },
    });
    expect(headers['x-amzn-trace-id']).toBe(`Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=${flag}`);
    expect((await ask(server.url)).headers['x-amzn-trace-id']).toBeUndefined();
  }
});

test('N14: what a listener rejects with is recorded as a fault with status 500, and goes on to the server', async () => {
  const { recorder, traces } = record();
  const failing = handler('shop', async () => Promise.reject(new TypeError('no stock')), { recorder });
  events.captureRejections = true;
  const server = createServer(failing);
  events.captureRejections = false;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  expect((await ask(`http://127.0.0.1:${port}`)).status).toBe(500);
  server.close();
  expect(only(traces)).toMatchObject({
    fault: true,
    http: { response: { status: 500 } },
    cause: { exceptions: [{ type: 'TypeError', message: 'no stock' }] },
  });
});

test('what a listener throws is recorded and thrown on', () => {
  const { recorder, traces } = record();
  const failing = handler(
    'shop',
    () => {
      throw new Error('broken');
    },
    { recorder },
  );
  const request = { headers: {}, method: 'GET', url: '/', socket: {} } as never;
  const response = { on: () => response, socket: {}, headersSent: false, setHeader: () => {} };
  expect(() => failing(request, response as never)).toThrow('broken');
  expect(only(traces)).toMatchObject({ fault: true, cause: { exceptions: [{ message: 'broken' }] } });
});

test('a request that the client gives up ends its segment as an error', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (request) => request.socket.once('data', () => {}));
  const socket = connect(server.port, '127.0.0.1', () =>
    socket.write('GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n'),
  );
  await new Promise((waited) => setTimeout(waited, 50));
  socket.destroy();
  await until(
    () => traces.documents.length === 1,
    () => 'the segment stayed open',
  );
  expect(only(traces)).toMatchObject({ error: true, cause: { exceptions: [{ type: 'RequestAborted' }] } });
  expect(only(traces).http?.response).toBeUndefined();
});

test('pipelined requests on one connection keep their own segments, also when the connection is cut', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, (request, response) => {
    const answer = (): void => {
      recorder.annotate('path', request.url ?? '');
      recorder.capture(`work of ${request.url}`, () => {});
      response.end('ok');
    };
    if (request.url !== '/never') setTimeout(answer, request.url === '/1' ? 30 : 5);
  });
  const paths = ['/1', '/2', '/3', '/never', '/5'];
  const socket = connect(server.port, '127.0.0.1', () => {
    socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`).join(''));
  });
  await until(
    () => traces.documents.length >= 3,
    () => 'the first three are missing',
  );
  socket.destroy();
  await until(
    () => traces.documents.length === 5,
    () => `${traces.documents.length} of 5 segments ended`,
  );
  for (const document of traces.documents) {
    const path = document.http?.request?.url?.replace('http://shop', '') ?? '';
    if (path === '/never') continue;
    expect(document.annotations).toEqual({ path });
    expect(document.subsegments?.map(({ name }) => name)).toEqual([`work of ${path}`]);
  }
});

test('listeners of the body find the segment current', async () => {
  for (const sampling of ['all', 'none'] as const) {
    const { recorder, traces } = record({ sampling });
    const seen: (string | undefined)[] = [];
    const server = await shop(recorder, (request, response) => {
      const segment = recorder.currentSegment();
      request.on('data', () => seen.push(recorder.currentSegment() === segment ? 'own' : 'other'));
      request.on('end', () => {
        seen.push(recorder.currentSegment() === segment ? 'own' : 'other');
        recorder.capture('after the body', () => response.end());
      });
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 2; i++) await ask(server.url, { method: 'POST', agent, body: 'x'.repeat(200_000) });
    agent.destroy();
    expect(new Set(seen)).toEqual(new Set(['own']));
    if (sampling === 'none') continue;
    await until(
      () => traces.documents.length === 2,
      () => 'documents are missing',
    );
    for (const document of traces.documents) find(document, 'after the body');
  }
});

test('1,000 interleaved requests keep to their own segments', async () => {
  const { recorder, traces } = record();
  const server = await shop(recorder, async (request, response) => {
    const id = request.url?.slice(1) ?? '';
    recorder.annotate('request', id);
    await Promise.all(
      [1, 2].map((part) =>
        recorder.capture(`${id}-${part}`, async (subsegment) => {
          await new Promise((waited) => setTimeout(waited, Math.random() * 20));
          subsegment.annotate('of', recorder.currentSegment()?.id ?? '');
          await recorder.capture(`${id}-${part}-inner`, () => new Promise((waited) => setImmediate(waited)));
        }),
      ),
    );
    response.end(id);
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  await Promise.all(Array.from({ length: 1000 }, (_, i) => ask(`${server.url}/${i}`, { agent })));
  agent.destroy();
  await until(
    () => traces.documents.length === 1000,
    () => `${traces.documents.length} of 1000 documents`,
  );
  for (const document of traces.documents) {
    const id = document.annotations?.['request'];
    expect(document.subsegments?.map(({ name }) => name)).toEqual([`${id}-1`, `${id}-2`]);
    for (const part of document.subsegments ?? []) {
      expect(part.annotations).toEqual({ of: document.id });
      expect(part.subsegments?.map(({ name }) => name)).toEqual([`${part.name}-inner`]);
    }
  }
});

test('a name may be told from the request; one that cannot be told is the service', async () => {
  const { recorder, traces } = record({ service: 'fallback' });
  const server = await serve(
    handler(
      (request) => {
        if (request.headers['x-broken']) throw new Error('no name');
        return `site ${request.headers.host}`;
      },
      (_request, response) => response.end(),
      { recorder },
    ),
  );
  open.push(server);
  await ask(server.url, { headers: { host: 'a.example' } });
  await ask(server.url, { headers: { 'x-broken': '1' } });
  await until(
    () => traces.documents.length === 2,
    () => 'documents are missing',
  );
  expect(traces.documents.map(({ name }) => name)).toEqual(['site a.example', 'fallback']);
});

test('a request over HTTP/2 is a segment', async () => {
  const { recorder, traces } = record();
  const listener = handler(
    'shop',
    (_request, response) => recorder.capture('part', () => response.end('hello')),
    { recorder },
  );
  const server = createHttp2Server(listener as never);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  await new Promise((ended) =>
    session.request({ ':path': '/cart?x=1', 'user-agent': 'two' }).resume().on('end', ended),
  );
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  session.destroy();
  server.close();
  const document = only(traces);
  expect(document).toMatchObject({
    http: {
      request: {
        method: 'GET',
        url: `http://127.0.0.1:${port}/cart`,
        user_agent: 'two',
        client_ip: '127.0.0.1',
      },
      response: { status: 200 },
    },
  });
  expect([document.error, document.fault, document.subsegments?.length]).toEqual([undefined, undefined, 1]);
});
