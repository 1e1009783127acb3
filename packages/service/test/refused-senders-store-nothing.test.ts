import { connect } from 'node:net';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { exchangeRaw, type RunningService, runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000);
const document = JSON.stringify(segment({ trace_id: makeTraceId(now), start_time: now, end_time: now }));
const span = {
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'work',
  kind: 2,
  startTimeUnixNano: `${now}000000000`,
  endTimeUnixNano: `${now + 1}000000000`,
};
/** What would be stored, or would change something, if its sender were ours. */
const good: readonly (readonly [path: string, body: string])[] = [
  ['/TraceSegments', JSON.stringify({ TraceSegmentDocuments: [document] })],
  ['/v1/traces', JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })],
  ['/CreateGroup', '{"GroupName":"foreign"}'],
  ['/TelemetryRecords', JSON.stringify({ TelemetryRecords: [{ Timestamp: now }], Hostname: 'foreign' })],
];

async function state({ store, service, post }: RunningService): Promise<object> {
  await store.settled();
  const { documents, traces } = await store.status();
  const { daemons } = await (await fetch(`${service.url}/radiograph/v1/status`)).json();
  return { documents, traces, daemons, groups: (await (await post('/Groups', {})).json()).Groups.length };
}

function request(path: string, body: string, headers: readonly string[]): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    ...headers,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const untouched = { documents: 0, traces: 0, daemons: [], groups: 1 };

test.each<[what: string, status: number, headers: (port: number) => string[]]>([
  ['a name that was rebound', 403, () => ['Host: evil.example']],
  ['a name that begins as ours', 403, (port) => [`Host: 127.0.0.1.evil.example:${port}`]],
  ['another site’s page', 403, () => ['Host: localhost', 'Origin: http://evil.example']],
  ['a page without an origin', 403, () => ['Host: localhost', 'Origin: null']],
  ['a page of another port', 403, (port) => [`Host: localhost:${port}`, 'Origin: http://localhost:1']],
  ['a form of another site', 403, () => ['Host: localhost', 'Sec-Fetch-Site: cross-site']],
  ['two hosts', 400, () => ['Host: localhost', 'Host: evil.example']],
  ['no host', 400, () => []],
])('%s sends what is good, and nothing of it is stored or told', async (_what, status, headers) => {
  const running = await runningService();
  for (const [path, body] of good) {
    const answer = await exchangeRaw(
      running.service,
      request(path, body, headers(running.service.address.port)),
    );
    expect([path, answer]).toEqual([path, expect.stringMatching(new RegExp(`^HTTP/1.1 ${status} `))]);
    expect(answer).not.toMatch(/access-control|node:|\.js|\.ts|at \w+ \(|\/packages\//i);
    expect(answer).not.toContain(span.traceId);
  }
  expect(await state(running)).toEqual(untouched);
});

test('the same requests from a sender of ours are taken', async () => {
  const running = await runningService();
  for (const [path, body] of good) {
    const answer = await exchangeRaw(running.service, request(path, body, ['Host: localhost']));
    expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1.1 200 /)]);
  }
  const daemons = [expect.objectContaining({ hostname: 'foreign' })];
  expect(await state(running)).toEqual({ documents: 2, traces: 2, daemons, groups: 2 });
});

test('of a body that breaks off nothing is stored', async () => {
  const running = await runningService();
  for (const [path, body] of good) {
    await new Promise<void>((resolve) => {
      const { port } = running.service.address;
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(request(path, body, ['Host: localhost']).slice(0, -1), () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
  }
  expect(await state(running)).toEqual(untouched);
});
