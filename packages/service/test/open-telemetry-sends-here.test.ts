import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { parseTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { runningService } from './running-service.js';

const secret = 'writer-secret-0123';
const keys = { text: JSON.stringify({ keys: [{ id: 'otel', secret, rights: ['write', 'read'] }] }) };
type Exporters = typeof JsonExporter | typeof ProtobufExporter;

/** Sends a server span with a client span in it by the real SDK, and gives the W3C id of their trace. */
async function sendCheckout(Exporter: Exporters, url: string, options: object = {}): Promise<string> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new SimpleSpanProcessor(new Exporter({ url, ...options }))],
  });
  const tracer = provider.getTracer('test');
  const server = tracer.startSpan('POST /checkout', {
    kind: SpanKind.SERVER,
    attributes: { 'http.request.method': 'POST', 'url.path': '/checkout', 'http.response.status_code': 502 },
  });
  const inServer = trace.setSpan((await import('@opentelemetry/api')).ROOT_CONTEXT, server);
  const client = tracer.startSpan(
    'GET',
    { kind: SpanKind.CLIENT, attributes: { 'server.address': 'payments' } },
    inServer,
  );
  client.recordException(new TypeError('declined'));
  client.setStatus({ code: SpanStatusCode.ERROR });
  client.end();
  server.end();
  await provider.shutdown();
  return server.spanContext().traceId;
}

test.each<[string, Exporters, object]>([
  ['protobuf', ProtobufExporter, {}],
  ['protobuf and gzip', ProtobufExporter, { compression: 'gzip' }],
  ['JSON', JsonExporter, {}],
  ['JSON and gzip', JsonExporter, { compression: 'gzip' }],
])(
  'the OpenTelemetry SDK sends by %s, and its trace is found under its own id',
  async (_what, Exporter, options) => {
    const { service, store } = await runningService();
    const id = await sendCheckout(Exporter, `${service.url}/v1/traces`, options);
    await store.settled();
    const [stored] = await store.traces([parseTraceId(id)]);
    expect(stored?.trace.segments.map(({ document }) => document.name)).toContain('shop');
    const { records } = await store.search({
      start: 0,
      end: 1e11,
      filter: 'service("shop") { http.status = 502 }',
    });
    expect(records.map((record) => record.id)).toEqual([parseTraceId(id)]);
    const status = await (await fetch(`${service.url}/radiograph/v1/status`)).json();
    expect(status.intake.otlp).toEqual({ received: 2, stored: 2, rejected: {} });
  },
);

test('parts by OpenTelemetry and by X-Ray are one trace', async () => {
  const { service, store } = await runningService();
  const id = await sendCheckout(ProtobufExporter, `${service.url}/v1/traces`);
  const before = await store.traces([parseTraceId(id)]);
  const root = before[0]?.trace.segments.find(({ document }) => document.name === 'shop')?.document;
  const document = segment({
    trace_id: parseTraceId(id),
    name: 'ledger',
    ...(root && { parent_id: root.id }),
  });
  await store.append([new TextEncoder().encode(JSON.stringify(document))], {
    durability: 'lazy',
    maxDocumentBytes: 100_000,
  });
  const [after] = await store.traces([parseTraceId(id)]);
  expect(after?.trace.segments.map((one) => one.document.name)).toEqual(
    expect.arrayContaining(['shop', 'ledger']),
  );
});

test('with keys OpenTelemetry sends the secret as a bearer token', async () => {
  const { service, store, post } = await runningService({ keys });
  const headers = { Authorization: `Bearer ${secret}` };
  const id = await sendCheckout(ProtobufExporter, `${service.url}/v1/traces`, { headers });
  expect(await store.traces([parseTraceId(id)])).toHaveLength(1);
  const refused = await post('/v1/traces', '{}', { 'Content-Type': 'application/json' });
  expect([refused.status, await refused.json()]).toEqual([
    403,
    { code: 3, message: expect.stringMatching(/key/) },
  ]);
});

test('good spans are taken, bad ones told, and requests that are none refused in OTLP’s shape', async () => {
  const { service, store, post } = await runningService();
  const json = { 'Content-Type': 'application/json' };
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name: 'work',
    kind: 2,
    startTimeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
    endTimeUnixNano: String(BigInt(Date.now() + 5) * 1_000_000n),
  };
  const request = (spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const partial = await post('/v1/traces', request([span, { ...span, spanId: 'ee' }]), json);
  expect(partial.status).toBe(200);
  expect(await partial.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  expect(await store.traces([parseTraceId(span.traceId)])).toHaveLength(1);

  const whole = await post('/v1/traces', gzipSync(JSON.stringify(request([span]))), {
    ...json,
    'Content-Encoding': 'gzip',
  });
  expect([whole.status, await whole.json()]).toEqual([200, {}]);
  const cases: [body: string | Uint8Array, headers: Record<string, string>, status: number][] = [
    ['{', json, 400],
    ['{}', { 'Content-Type': 'text/plain' }, 415],
    [new Uint8Array([255, 255, 255]), { 'Content-Type': 'application/x-protobuf' }, 400],
    ['x', { ...json, 'Content-Encoding': 'gzip' }, 400],
    ['x', { ...json, 'Content-Encoding': 'br' }, 415],
    [gzipSync(Buffer.alloc(6 * 1024 * 1024)), { ...json, 'Content-Encoding': 'gzip' }, 413],
  ];
  for (const [body, headers, status] of cases) {
    const response = await post('/v1/traces', body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Type')).toMatch(/application\/(json|x-protobuf)/);
  }
  const got = await fetch(`${service.url}/v1/traces`);
  expect([got.status, got.headers.get('Allow')]).toEqual([405, 'POST']);
});

test('a port of its own takes OTLP and nothing else; a taken one is done without', async () => {
  const { service, store } = await runningService({ otlpPort: 0 });
  const id = await sendCheckout(JsonExporter, `${service.otlpUrl}/v1/traces`);
  expect(await store.traces([parseTraceId(id)])).toHaveLength(1);
  expect((await fetch(`${service.otlpUrl}/Groups`, { method: 'POST', body: '{}' })).status).toBe(404);

  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const without = await runningService({ otlpPort: port });
  expect(without.service.otlpUrl).toBeUndefined();
  expect((await fetch(`${without.service.url}/health`)).status).toBe(200);
});

test('where OTLP is not wanted it is not there', async () => {
  const { service, post } = await runningService({ otlp: false, otlpPort: 0 });
  expect(service.otlpUrl).toBeUndefined();
  expect((await post('/v1/traces', '{}', { 'Content-Type': 'application/json' })).status).toBe(404);
});
