import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { BodyBudget } from '../src/http/body-budget.js';
import type { ExchangeEnv } from '../src/http/exchange.js';
import { lingerOver } from '../src/http/linger.js';
import { openServer } from '../src/http/open-server.js';
import { withBody } from '../src/http/read-body.js';
import { exchangeRaw, type RunningService, runningService } from './running-service.js';

const megabyte = 1024 * 1024;
const protobuf = { 'Content-Type': 'application/x-protobuf' };
const json = { 'Content-Type': 'application/json' };

/** Nothing is in the store, and the next request is answered. */
async function expectUnharmed({ post, store }: RunningService): Promise<void> {
  await store.settled();
  expect(await store.status()).toMatchObject({ documents: 0, traces: 0 });
  expect((await post('/GetSamplingRules', {})).status).toBe(200);
}

/** A refusal in X-Ray's shape that says nothing of the service's insides. */
function expectRefusal(answer: string, status: number): void {
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toMatch(/x-amzn-errortype: InvalidRequestException/i);
  expect(answer).toMatch(/"Message":"[^"]{5,200}"/);
  expect(answer).not.toMatch(/node:|\.js|\.ts|at \w+ \(|\/packages\//);
}

/** How a body was sent, and what came back. */
interface Poured {
  readonly answer: string;
  /** Bytes of the body that were handed to the system. */
  readonly sent: number;
  /** Why the connection broke, where it broke. */
  readonly cut: string | undefined;
}

/** What a sender does when it is answered: stop; look only when all is sent; go on; or go on byte by byte. */
type Manner = 'polite' | 'stubborn' | 'deaf' | 'trickling';

/** Sends a body of so many bytes in chunks. */
function pour(port: number, path: string, bytes: number, manner: Manner, declared = false): Promise<Poured> {
  return new Promise((resolve) => {
    const spaces = Buffer.alloc(65_536, 0x20);
    const chunk = declared ? spaces : Buffer.concat([Buffer.from('10000\r\n'), spaces, Buffer.from('\r\n')]);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let [answer, sent] = ['', 0];
    let cut: string | undefined;
    const more = (): void => {
      while (sent < bytes && !(manner === 'polite' && answer !== '')) {
        sent += 65_536;
        if (!socket.write(chunk)) return;
      }
      if (manner === 'stubborn') socket.end(declared ? '' : '0\r\n\r\n').resume();
      if (manner === 'trickling') setTimeout(() => socket.writable && socket.write('1\r\n \r\n', more), 20);
    };
    const length = declared ? `Content-Length: ${bytes}` : 'Transfer-Encoding: chunked';
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${length}\r\n\r\n`);
    socket.on('drain', () => manner !== 'trickling' && more());
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      cut = code;
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    if (manner === 'stubborn') socket.pause();
    socket.on('end', () => manner === 'polite' && socket.end());
    socket.on('close', () => resolve({ answer, sent, cut }));
    more();
  });
}

describe('bodies', () => {
  test.each([
    ['/TraceSegments', 16 * megabyte],
    ['/TraceSummaries', megabyte],
    ['/v1/traces', 5 * megabyte],
  ])('of 100 MB to %s are refused when they pass the limit, not when they end', async (path, limit) => {
    const running = await runningService();
    const { port } = running.service.address;
    const polite = await pour(port, path, 100 * megabyte, 'polite');
    // What is on its way in the sockets' buffers is the system's affair.
    expect(polite.sent).toBeLessThan(limit + 40 * megabyte);
    const stubborn = await pour(port, path, 100 * megabyte, 'stubborn');
    expect(stubborn.sent).toBe(100 * megabyte);
    const declared = await pour(port, path, 100 * megabyte, 'stubborn', true);
    for (const { answer, cut } of [polite, stubborn, declared]) {
      expect(cut).toBeUndefined();
      expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*connection: close[\s\S]*larger than \d+ bytes/i);
    }
    await expectUnharmed(running);
  });

  test.each<[what: string, manner: Manner, pouredBytes: number, drainedBytes: number, drainMs: number]>([
    ['never end', 'deaf', Number.POSITIVE_INFINITY, 4 * megabyte, 60_000],
    ['trickle on', 'trickling', 0, 100 * megabyte, 300],
  ])('that %s after the answer are not waited for', async (_what, manner, pouredBytes, bytes, ms) => {
    const app = new Hono<ExchangeEnv>();
    app.post('*', (exchange) => {
      lingerOver(exchange.env.incoming, { bytes, ms });
      exchange.header('Connection', 'close');
      return exchange.text('refused', 413);
    });
    const server = await openServer(app.fetch, '127.0.0.1', 0);
    onTestFinished(() => server.close());
    const { answer, cut } = await pour(server.address.port, '/', pouredBytes, manner);
    expect(answer).toMatch(/^HTTP\/1.1 413 [\s\S]*refused$/);
    expect(cut).toMatch(/^(ECONNRESET|EPIPE)$/);
  });

  test('that say they are 100 MB are refused before they come', async () => {
    const running = await runningService();
    for (const path of ['/TraceSegments', '/Groups', '/v1/traces']) {
      const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n`;
      expect(await exchangeRaw(running.service, head)).toMatch(/^HTTP\/1.1 413 /);
    }
    await expectUnharmed(running);
  });

  test('of gzip that unfold to 200 MB are refused at the limit', async () => {
    const running = await runningService();
    const bomb = gzipSync(Buffer.alloc(200 * megabyte));
    expect(bomb.length).toBeLessThan(megabyte);
    const gzip = { 'Content-Encoding': 'gzip' };
    expect((await running.post('/TraceSegments', bomb, gzip)).status).toBe(413);
    // A bomb in a bomb is unpacked once.
    expect((await running.post('/TraceSegments', gzipSync(bomb), gzip)).status).toBe(400);
    expect((await running.post('/v1/traces', bomb, { ...protobuf, ...gzip })).status).toBe(413);
    await expectUnharmed(running);
  });

  test('that trickle in are answered 408 when their time is up, and hold no memory after', async () => {
    const budget = new BodyBudget(1000);
    const app = new Hono<ExchangeEnv>();
    app.post('*', async (exchange) => {
      await withBody(exchange.env.incoming, 100, budget, async () => undefined);
      return exchange.text('read');
    });
    const timeouts = { requestMs: 300, headersMs: 300, stalledMs: 10_000, lookMs: 50 };
    const server = await openServer(app.fetch, '127.0.0.1', 0, { timeouts });
    onTestFinished(() => server.close());
    const slow = (head: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(server.address.port, '127.0.0.1', () => socket.write(head));
        const trickle = setInterval(() => socket.writable && socket.write('x'), 100);
        let answer = '';
        socket.setEncoding('utf8').on('data', (text: string) => {
          answer += text;
        });
        socket
          .on('error', () => undefined)
          .on('close', () => {
            clearInterval(trickle);
            resolve(answer);
          });
      });
    const head = 'POST / HTTP/1.1\r\nHost: localhost\r\n';
    const [body, headers] = await Promise.all([
      slow(`${head}Content-Length: 90\r\n\r\n`),
      slow(`${head}X: `),
    ]);
    expectRefusal(body, 408);
    expectRefusal(headers, 408);
    // The body's bytes are given back once its connection is gone.
    await vi.waitFor(() => budget.take(1000), { timeout: 10_000 });
  });
});

describe('JSON', () => {
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

  test.each(['StartTime', 'FilterExpression', 'SamplingStrategy', 'Unknown'])(
    'nested 400,000 deep in %s is answered as any other value there',
    async (member) => {
      const running = await runningService();
      const body = `{"StartTime":1,"EndTime":2,"${member}":${deep(400_000)}}`;
      const response = await running.post('/TraceSummaries', body);
      expect(response.status).toBe(member === 'Unknown' ? 200 : 400);
      expect((await response.text()).length).toBeLessThan(1000);
      await expectUnharmed(running);
    },
  );

  test('nested deep in a document is stored or refused, and the other documents are taken', async () => {
    const running = await runningService();
    const good = {
      name: 'shop',
      trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      start_time: 1,
      end_time: 2,
    };
    const document = (id: string, metadata: string): string =>
      `${JSON.stringify({ ...good, id }).slice(0, -1)},"metadata":{"a":{"b":${metadata}}}}`;
    const subsegments = (levels: number): string =>
      `${'{"name":"s","id":"00000000000000aa","start_time":1,"end_time":2,"subsegments":['.repeat(levels)}${']}'.repeat(levels)}`;
    const response = await running.post('/TraceSegments', {
      TraceSegmentDocuments: [
        document('0000000000000001', '1'),
        document('0000000000000002', deep(200_000)),
        `${JSON.stringify({ ...good, id: '0000000000000003' }).slice(0, -1)},"subsegments":[${subsegments(8000)}]}`,
        document('0000000000000004', '2'),
      ],
    });
    expect(response.status).toBe(200);
    await running.store.settled();
    const traces = await running.post('/Traces', { TraceIds: [good.trace_id] });
    expect(traces.status).toBe(200);
    const text = await traces.text();
    for (const id of ['0000000000000001', '0000000000000004']) expect(text).toContain(`"Id":"${id}"`);
  });
});

test('protobuf that unfolds is refused whole, as OTLP says it', async () => {
  const running = await runningService();
  const varint = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
  const message = (field: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([field * 8 + 2, ...varint(content.length)]), content]);
  const empties = (field: number): Buffer => Buffer.alloc(2_000_000, Buffer.from([field * 8 + 2, 0]));
  const inScope = (content: Buffer): Buffer => message(1, message(2, content));
  const bombs: readonly (readonly [Buffer, number])[] = [
    [inScope(empties(2)), 413],
    [inScope(message(2, empties(9))), 400],
    [inScope(message(2, empties(11))), 400],
    [empties(1), 400],
    [Buffer.alloc(megabyte, 0xff), 400],
  ];
  for (const [bomb, status] of bombs) {
    for (const [body, headers] of [
      [bomb, protobuf],
      [gzipSync(bomb), { ...protobuf, 'Content-Encoding': 'gzip' }],
    ] as const) {
      const response = await running.post('/v1/traces', new Uint8Array(body), headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('application/x-protobuf');
      expect(await response.text()).not.toMatch(/node:|\.js|at \w+ \(/);
    }
  }
  const spans = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: Array(10_001).fill({}) }] }] });
  expect((await running.post('/v1/traces', spans, json)).status).toBe(413);
  await expectUnharmed(running);
});

describe('a request within a request', () => {
  const inner =
    'POST /CreateGroup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 24\r\n\r\n{"GroupName":"smuggled"}';
  const cases: readonly (readonly [what: string, head: string, body: string])[] = [
    ['behind both lengths', 'Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${inner}`],
    [
      'behind both lengths, turned round',
      'Transfer-Encoding: chunked\r\nContent-Length: 4',
      `0\r\n\r\n${inner}`,
    ],
    ['behind two lengths', `Content-Length: 2\r\nContent-Length: ${inner.length + 2}`, `{}${inner}`],
    ['behind a list of lengths', `Content-Length: 2, ${inner.length}`, `{}${inner}`],
    ['behind a length with a sign', 'Content-Length: +2', `{}${inner}`],
    ['behind a negative length', 'Content-Length: -2', `{}${inner}`],
    ['behind a hexadecimal length', 'Content-Length: 0x2', `{}${inner}`],
    [
      'behind an encoding that is chunked and not',
      'Transfer-Encoding: chunked, identity',
      `0\r\n\r\n${inner}`,
    ],
    ['behind an encoding with a tab', 'Transfer-Encoding:\tchunked\r\nContent-Length: 2', `{}${inner}`],
    ['behind a space before the colon', 'Content-Length : 2', `{}${inner}`],
    ['behind a folded header', 'X: a\r\n Transfer-Encoding: chunked', `{}${inner}`],
    ['behind a header with a bare line feed', 'X: a\nTransfer-Encoding: chunked', `0\r\n\r\n${inner}`],
    [
      'behind a size of a chunk that is none',
      'Transfer-Encoding: chunked',
      `2;\r\n{}\r\n0x0\r\n\r\n${inner}`,
    ],
    ['behind a chunk longer than it says', 'Transfer-Encoding: chunked', `2\r\n{}${inner}\r\n0\r\n\r\n`],
  ];

  test.each(cases)('%s is never answered', async (_what, head, body) => {
    const running = await runningService();
    const answer = await exchangeRaw(
      running.service,
      `POST /GetSamplingRules HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n${body}`,
    );
    expectRefusal(answer, 400);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    const { Groups } = await (await running.post('/Groups', {})).json();
    expect(Groups.map(({ GroupName }: { GroupName: string }) => GroupName)).toEqual(['Default']);
  });

  test.each([
    ['two hosts', 'Host: localhost\r\nHost: evil.example'],
    ['no host', 'X: y'],
  ])('%s are refused', async (_what, head) => {
    const { service } = await runningService();
    const answer = await exchangeRaw(service, `GET / HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (400|403) /);
  });
});
