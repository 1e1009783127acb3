import { Agent, get, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { captureFetch } from '../src/integrations/fetch/index.js';
import { captureHttp } from '../src/integrations/http/index.js';
import { ask, serve, type TestServer } from './http-server.js';
import { find, only, record } from './recording.js';
import { until } from './udp-receiver.js';

let server: TestServer;
const headersSeen: (string | undefined)[] = [];
const traceparentsSeen: (string | undefined)[] = [];

beforeAll(async () => {
  captureHttp();
  captureHttp();
  captureFetch();
  captureFetch();
  server = await serve((request, response) => {
    headersSeen.push(request.headers['x-amzn-trace-id'] as string | undefined);
    traceparentsSeen.push(request.headers['traceparent'] as string | undefined);
    const [path] = (request.url ?? '').split('?');
    if (path === '/redirect') response.writeHead(302, { location: '/200' }).end();
    else if (path === '/hang') setTimeout(() => response.end(), 500);
    else if (path === '/cut')
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    else response.writeHead(Number(path?.slice(1)) || 200, { 'content-length': 5 }).end('hello');
  });
});
afterAll(() => server.close());

const host = (): string => server.url.slice('http://'.length);

const calls: [string, (path: string) => Promise<unknown>][] = [
  ['http.get', (path) => ask(server.url + path)],
  [
    'http.request with a list of headers',
    (path) => ask(server.url + path, { headers: ['Host', host(), 'X-Own', '1'] as never }),
  ],
  ['fetch', async (path) => (await fetch(server.url + path)).text()],
];

test.each(calls)('N1 N2 H12: %s is a subsegment, and its header leads to it', async (_name, call) => {
  const { recorder, traces } = record();
  headersSeen.length = 0;
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1;Lineage=a:1:0';
  await recorder.segment('shop', { header }, () => call('/200?key=secret'));
  const subsegment = find(only(traces), host());
  expect(subsegment).toMatchObject({
    namespace: 'remote',
    http: {
      request: { method: 'GET', url: `${server.url}/200` },
      response: { status: 200, content_length: 5 },
    },
  });
  expect(subsegment.end_time).toBeDefined();
  expect(headersSeen).toEqual([
    `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=${subsegment.id};Sampled=1;Lineage=a:1:0`,
  ]);
});

test.each(calls)('N4: %s counts statuses as X-Ray does', async (_name, call) => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    for (const status of [403, 429, 503]) await call(`/${status}`);
  });
  expect(only(traces).subsegments?.map(({ error, throttle, fault }) => [error, throttle, fault])).toEqual([
    [true, undefined, undefined],
    [true, true, undefined],
    [undefined, undefined, true],
  ]);
});

test.each(calls)(
  '%s of an unsampled request tells the callee, outside a request it says nothing',
  async (_name, call) => {
    const { recorder, traces } = record({ sampling: 'none' });
    headersSeen.length = 0;
    await recorder.segment('shop', { header: 'Root=1-5759e988-bd862e3fe1be46a994272793' }, () =>
      call('/200'),
    );
    await call('/200');
    expect(headersSeen).toEqual(['Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0', undefined]);
    expect(traces.documents).toEqual([]);
  },
);

test.each(calls)(
  '%s carries a traceparent of W3C where the recorder is told to send it',
  async (_name, call) => {
    traceparentsSeen.length = 0;
    const { recorder, traces } = record({ traceparent: true });
    const incoming = '00-4efaaf4d1e8720b39541901950019ee5-53995c3f42cd8ad8-01';
    await recorder.segment('shop', { header: incoming }, () => call('/200'));
    await record().recorder.segment('shop', () => call('/200'));
    const unsampled = record({ traceparent: true, sampling: 'none' }).recorder;
    await unsampled.segment('shop', { header: 'Root=1-5759e988-bd862e3fe1be46a994272793' }, () =>
      call('/200'),
    );
    expect(only(traces)).toMatchObject({ trace_id: '1-4efaaf4d-1e8720b39541901950019ee5' });
    expect(traceparentsSeen).toEqual([
      `00-4efaaf4d1e8720b39541901950019ee5-${find(only(traces), host()).id}-01`,
      undefined,
      expect.stringMatching(/^00-5759e988bd862e3fe1be46a994272793-[0-9a-f]{16}-00$/),
    ]);
  },
);

test('a traceparent that a call bears already stays', async () => {
  traceparentsSeen.length = 0;
  const { recorder } = record({ traceparent: true });
  const own = '00-4efaaf4d1e8720b39541901950019ee5-53995c3f42cd8ad8-00';
  await recorder.segment('shop', async () => {
    await ask(server.url, { headers: { traceparent: own } });
    await (await fetch(server.url, { headers: { traceparent: own } })).text();
  });
  expect(traceparentsSeen).toEqual([own, own]);
});

test('a call that bears a trace header already is left alone', async () => {
  const { recorder, traces } = record();
  headersSeen.length = 0;
  const own = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  await recorder.segment('shop', async () => {
    await ask(server.url, { headers: { 'x-amzn-TRACE-id': own } });
    await ask(server.url, { headers: ['Host', host(), 'X-Amzn-Trace-Id', own] as never });
    await (await fetch(server.url, { headers: { 'X-Amzn-Trace-Id': own } })).text();
  });
  expect(headersSeen).toEqual([own, own, own]);
  expect(only(traces).subsegments).toBeUndefined();
});

test("a caller's headers are not changed, so the same options serve two calls", async () => {
  const { recorder, traces } = record();
  const headers = ['Host', host()];
  const options = { headers: headers as never, agent: new Agent({ keepAlive: true }) };
  await recorder.segment('shop', async () => {
    await ask(server.url, options);
    await ask(server.url, options);
  });
  options.agent.destroy();
  expect(headers).toEqual(['Host', host()]);
  expect(only(traces).subsegments).toHaveLength(2);
});

test('a call inside a subsegment of the AWS SDK is its transport: a header, no subsegment', async () => {
  const { recorder, traces } = record();
  headersSeen.length = 0;
  await recorder.segment('shop', () =>
    recorder.capture('DynamoDB', { namespace: 'aws' }, () => ask(server.url)),
  );
  const call = find(only(traces), 'DynamoDB');
  expect(call.subsegments).toBeUndefined();
  expect(headersSeen[0]).toContain(`Parent=${call.id}`);
});

test.each([
  ['http', () => ask('http://127.0.0.1:9')],
  ['fetch', () => fetch('http://127.0.0.1:59999')],
] as const)(
  'N5: %s to a closed port is a fault with the error, which the caller gets too',
  async (_name, call) => {
    const { recorder, traces } = record();
    await expect(
      recorder.segment('shop', async () => call().catch((error: Error) => Promise.reject(error))),
    ).rejects.toThrow();
    const subsegment = only(traces).subsegments?.[0];
    expect(subsegment).toMatchObject({ namespace: 'remote', fault: true });
    expect(JSON.stringify(subsegment?.cause)).toContain('ECONNREFUSED');
  },
);

test('N9: calls that are given up end, with the error', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    await fetch(`${server.url}/hang`, { signal: AbortSignal.timeout(20) }).catch(() => {});
    await new Promise<void>((ended) => {
      const outgoing = get(`${server.url}/hang`, { timeout: 20 });
      outgoing.on('timeout', () => outgoing.destroy()).on('error', () => ended());
    });
  });
  for (const call of only(traces).subsegments ?? [])
    expect(call).toMatchObject({ fault: true, end_time: expect.any(Number) });
  expect(only(traces).subsegments).toHaveLength(2);
});

test('a response that is cut off is a fault', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    await ask(`${server.url}/cut`).catch(() => {});
    await fetch(`${server.url}/cut`)
      .then((response) => response.text())
      .catch(() => {});
    await new Promise((closed) => setTimeout(closed, 20));
  });
  for (const call of only(traces).subsegments ?? []) {
    expect(call).toMatchObject({ fault: true, http: { response: { status: 200 } } });
  }
  expect(only(traces).subsegments).toHaveLength(2);
});

test('a response whose body nobody reads ends with its segment', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    expect((await fetch(`${server.url}/200`)).status).toBe(200);
    await new Promise<void>((answered) => httpRequest(`${server.url}/200`, () => answered()).end());
  });
  const document = traces.documents[0];
  expect(
    document?.subsegments?.map(({ in_progress, end_time }) => [in_progress, end_time !== undefined]),
  ).toEqual([
    [undefined, true],
    [undefined, true],
  ]);
});

test('each hop of a redirect is a call', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => (await fetch(`${server.url}/redirect`)).text());
  expect(only(traces).subsegments?.map(({ http }) => http?.response?.status)).toEqual([302, 200]);
});

test('N8: 100 parallel calls leave none open', async () => {
  const { recorder, traces } = record({ streamingThreshold: 1000 });
  await recorder.segment('shop', () =>
    Promise.all(
      Array.from({ length: 50 }, () =>
        Promise.all([ask(server.url), fetch(server.url).then((response) => response.text())]),
      ),
    ),
  );
  await until(
    () => traces.documents.length === 1,
    () => 'more than one document',
  );
  const calls = only(traces).subsegments ?? [];
  expect(calls).toHaveLength(100);
  for (const call of calls) expect(call.in_progress).toBeUndefined();
});
