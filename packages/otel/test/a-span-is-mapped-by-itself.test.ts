import type { TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveId } from '../src/otlp/mapping/derived-id.js';
import { mapped, type PlainAttributes, type ShortSpan } from './spans.js';

function documentOf(attributes: PlainAttributes, span: ShortSpan = {}): TraceDocument | undefined {
  return mapped([{ kind: 'CLIENT', parentSpanId: '53995c3f42cd8ad8', ...span, attributes }]).documents.at(-1);
}

test('how spans are batched changes nothing', () => {
  const kinds = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
  const spans: ShortSpan[] = kinds.flatMap((kind, i) => [
    { kind, spanId: `000000000000001${i}` },
    { kind, spanId: `000000000000002${i}`, parentSpanId: `000000000000001${i}` },
  ]);
  const together = mapped(spans).documents;
  const apart = spans.flatMap((span) => mapped([span]).documents);
  expect(together).toEqual(apart);
  expect(mapped(spans.toReversed()).documents).toHaveLength(together.length);
});

test.each<[string, PlainAttributes, PlainAttributes, ShortSpan]>([
  [
    'an outgoing request',
    {
      'http.request.method': 'GET',
      'url.full': 'https://pay:8443/x',
      'server.address': 'pay',
      'server.port': 8443,
      'http.response.status_code': 500,
      'user_agent.original': 'u',
    },
    {
      'http.method': 'GET',
      'http.url': 'https://pay:8443/x',
      'net.peer.name': 'pay',
      'net.peer.port': 8443,
      'http.status_code': 500,
      'http.user_agent': 'u',
    },
    {},
  ],
  [
    'an incoming request',
    {
      'http.request.method': 'GET',
      'url.scheme': 'http',
      'server.address': 'shop',
      'server.port': 3000,
      'url.path': '/a',
      'url.query': 'b=1',
      'client.address': '::1',
    },
    {
      'http.method': 'GET',
      'http.scheme': 'http',
      'net.host.name': 'shop',
      'net.host.port': 3000,
      'http.target': '/a?b=1',
      'http.client_ip': '::1',
    },
    { kind: 'SERVER' },
  ],
  [
    'a SQL query',
    {
      'db.system.name': 'postgresql',
      'db.namespace': 'ebdb',
      'db.query.text': 'SELECT 1',
      'server.address': 'db',
      'server.port': 5432,
    },
    {
      'db.system': 'postgresql',
      'db.name': 'ebdb',
      'db.statement': 'SELECT 1',
      'net.peer.name': 'db',
      'net.peer.port': 5432,
    },
    {},
  ],
  [
    'a call of an AWS SDK',
    {
      'rpc.system.name': 'aws-api',
      'rpc.method': 'SQS/SendMessage',
      'aws.request_id': 'r',
      'aws.sqs.queue.url': 'q',
    },
    {
      'rpc.system': 'aws-api',
      'rpc.service': 'SQS',
      'rpc.method': 'SendMessage',
      'aws.requestId': 'r',
      'messaging.url': 'q',
    },
    {},
  ],
])('%s is the same document by the new and the old conventions', (_name, current, former, span) => {
  const { metadata: _current, ...ofCurrent } = documentOf(current, span) ?? {};
  const { metadata: _former, ...ofFormer } = documentOf(former, span) ?? {};
  expect(ofFormer).toEqual(ofCurrent);
  expect(ofCurrent).toHaveProperty('http' in ofCurrent ? 'http' : 'sql' in ofCurrent ? 'sql' : 'aws');
  const both = documentOf({ ...current, ...former }, span);
  expect({ name: both?.name, http: both?.http, aws: both?.aws }).toEqual({
    name: documentOf(current, span)?.name,
    http: documentOf(current, span)?.http,
    aws: documentOf(current, span)?.aws,
  });
});

test.each<[PlainAttributes, string]>([
  [{ 'aws.remote.service': 'r', 'peer.service': 'p' }, 'r'],
  [{ 'peer.service': 'p', 'aws.service': 'a' }, 'p'],
  [{ 'aws.service': 'a', 'db.name': 'd' }, 'a'],
  [{ 'db.name': 'd', 'rpc.service': 's' }, 'd'],
  [{ 'db.name': 'd', 'db.connection_string': 'jdbc:mysql://u:p@h:3306/x' }, 'd@h'],
  [{ 'rpc.service': 's', 'http.host': 'h' }, 's'],
  [{ 'http.host': 'h:81', 'net.peer.name': 'n' }, 'h:81'],
  [{ 'net.peer.name': 'n' }, 'n'],
  [{ 'http.request.method': 'GET', 'server.address': '::1', 'server.port': 81 }, '::1:81'],
  [{ 'http.request.method': 'GET', 'server.address': 'h', 'server.port': 443, 'url.scheme': 'https' }, 'h'],
  [{ 'url.full': 'http://user:secret@h:81/path' }, 'h:81'],
  [{}, 'GET /cart'],
])('a call with %j is named %s', (attributes, name) => {
  expect(documentOf(attributes)?.name).toBe(name);
});

test.each([
  ['postgresql://shop:secret@db:5432/x', 'postgresql://db:5432/x'],
  ['Server=db;User Id=shop;Password=se cret;Database=x', 'Server=db;User Id=shop;Password=***;Database=x'],
  ['mysql://db/x?user=u&password=secret', 'mysql://db/x?user=u&password=***'],
])('%s is stored without its secret', (connection, stored) => {
  const document = documentOf({ 'db.system': 'mysql', 'db.connection_string': connection });
  expect(document).toHaveProperty('sql.connection_string', stored);
  expect(JSON.stringify(document)).not.toContain('cret');
});

test('names are cut by whole characters', () => {
  const name = documentOf({ 'peer.service': '𝕊'.repeat(300) })?.name ?? '';
  expect([...name]).toHaveLength(200);
  expect(name).toBe('𝕊'.repeat(200));
});

test('derived ids are well formed, the same each time, and never shared', () => {
  const id = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((raw) => Buffer.from(raw).toString('hex'));
  fc.assert(
    fc.property(id, id, fc.nat({ max: 40 }), (a, b, purpose) => {
      const derived = deriveId(a, purpose);
      expect(derived).toMatch(/^[0-9a-f]{16}$/);
      expect(derived).toBe(deriveId(a, purpose));
      expect(derived === deriveId(b, purpose)).toBe(a === b);
      expect(derived).not.toBe(deriveId(a, purpose + 1));
    }),
    { seed: 11, numRuns: 1000 },
  );
});
