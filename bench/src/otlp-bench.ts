import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, type Tracer, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { figure, type Section } from './report.js';
import { startedService } from './service/started-service.js';

const spansPerTrace = 5;
/** Exports under way at the same time: several applications send. */
const atOnce = 4;

/** How many spans a second `radiograph start` takes by OTLP, in exports as OpenTelemetry's SDK makes them (512 spans, protobuf). */
export async function otlpBench(spans = 60_000): Promise<Section> {
  const exports = await recordedExports(spans);
  const service = await startedService();
  try {
    const warm = exports.splice(0, Math.ceil(exports.length / 6));
    await sendAll(service.url, warm);
    await searchable(service.pendingDocuments);
    const sent = spans - Math.round((spans * warm.length) / (warm.length + exports.length));
    const cpuBefore = await service.cpuUs();
    const began = performance.now();
    await sendAll(service.url, exports);
    const acknowledgedS = (performance.now() - began) / 1000;
    await searchable(service.pendingDocuments);
    const searchableS = (performance.now() - began) / 1000;
    const cpuUs = (await service.cpuUs()) - cpuBefore;
    const bytes = exports.reduce((sum, { length }) => sum + length, 0);
    return {
      name: 'otlp',
      columns: [`${figure(sent)} spans in ${exports.length} exports, ${atOnce} at a time`, ''],
      rows: [
        ['bytes of a span', figure(bytes / sent)],
        ['spans acknowledged, which are on disk, a second', figure(sent / acknowledgedS)],
        ['spans taken and searchable, a second', figure(sent / searchableS)],
        ['CPU µs a span, all threads', figure(cpuUs / sent)],
      ],
    };
  } finally {
    await service.stop();
  }
}

/** The bodies that the real SDK sends for so many spans. */
async function recordedExports(spans: number): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(Buffer.concat(chunks));
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const processor = new BatchSpanProcessor(
    new OTLPTraceExporter({ url: `http://127.0.0.1:${port}/v1/traces`, concurrencyLimit: spans }),
    { maxQueueSize: spans + 1, maxExportBatchSize: 512 },
  );
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer('bench');
  for (let made = 0; made < spans; made += spansPerTrace) request(tracer, made);
  await provider.shutdown();
  server.close();
  return bodies;
}

/** One request of a shop as OpenTelemetry's instrumentations describe it. */
function request(tracer: Tracer, number: number): void {
  const url = { 'url.scheme': 'http', 'url.path': `/orders/${number % 50}`, 'server.address': 'shop' };
  const server = tracer.startSpan('GET /orders/:id', {
    kind: SpanKind.SERVER,
    attributes: {
      ...url,
      'http.request.method': 'GET',
      'http.route': '/orders/:id',
      'client.address': '10.0.0.7',
    },
  });
  const inside = trace.setSpan(context.active(), server);
  for (const name of ['middleware', 'handler']) {
    tracer
      .startSpan(name, { attributes: { 'express.type': name, 'http.route': '/orders/:id' } }, inside)
      .end();
  }
  const call = {
    'http.request.method': 'GET',
    'url.full': 'http://stock/items/7',
    'server.address': 'stock',
  };
  const client = tracer.startSpan('GET', { kind: SpanKind.CLIENT, attributes: call }, inside);
  client.setAttribute('http.response.status_code', 200).end();
  const query = {
    'db.system.name': 'postgresql',
    'db.namespace': 'orders',
    'db.query.text': 'SELECT * FROM orders WHERE id = $1',
  };
  tracer.startSpan('SELECT orders', { kind: SpanKind.CLIENT, attributes: query }, inside).end();
  server.setAttribute('http.response.status_code', number % 40 === 0 ? 500 : 200).end();
}

async function sendAll(url: string, bodies: readonly Buffer[]): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const headers = { 'Content-Type': 'application/x-protobuf' };
      const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body: new Uint8Array(body) });
      if (!answer.ok) throw new Error(`an export was answered ${answer.status}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function searchable(pending: () => Promise<number>): Promise<void> {
  while ((await pending()) > 0) await sleep(50);
}
