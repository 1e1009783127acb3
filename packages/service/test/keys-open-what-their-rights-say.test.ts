import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateGroupCommand,
  GetGroupsCommand,
  GetSamplingRulesCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { startService } from '@radiograph/service';
import { segment, temporaryFolder } from '@radiograph/testkit';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, onTestFinished, test, vi } from 'vitest';
import { NodeSha256 } from '../src/access/node-sha256.js';
import { operations } from '../src/xray/operations.js';
import { exchangeRaw, runningService } from './running-service.js';

const secrets = { reader: 'reader-secret-0123', writer: 'writer-secret-0123', boss: 'boss-secret-012345' };
const keyList = [
  { id: 'reader', secret: secrets.reader, rights: ['read'] },
  { id: 'writer', secret: secrets.writer, rights: ['write'] },
  { id: 'boss', secret: secrets.boss, rights: ['admin'] },
];
const keys = { text: JSON.stringify({ keys: keyList }) };
const now = Math.floor(Date.now() / 1000);
const summaries = new GetTraceSummariesCommand({
  StartTime: new Date((now - 60) * 1000),
  EndTime: new Date((now + 60) * 1000),
});
const put = new PutTraceSegmentsCommand({
  TraceSegmentDocuments: [
    JSON.stringify(segment({ trace_id: makeTraceId(now), start_time: now, end_time: now })),
  ],
});
const makeGroup = new CreateGroupCommand({ GroupName: 'g' });
const forbidden = (name: string) => ({ name, $metadata: { httpStatusCode: 403 } });

function credentials(id: keyof typeof secrets) {
  return { accessKeyId: id, secretAccessKey: secrets[id] };
}

test('the official client may do what its key permits and nothing else', async () => {
  const { clientAs } = await runningService({ keys });
  const [reader, writer, boss] = [
    clientAs(credentials('reader')),
    clientAs(credentials('writer')),
    clientAs(credentials('boss')),
  ];
  const denied = forbidden('AccessDeniedException');
  await writer.send(put);
  expect((await reader.send(summaries)).TracesProcessedCount).toBeTypeOf('number');
  await reader.send(new GetSamplingRulesCommand({}));
  await writer.send(new GetSamplingRulesCommand({}));
  await expect(reader.send(put)).rejects.toMatchObject(denied);
  await expect(writer.send(summaries)).rejects.toMatchObject(denied);
  await expect(reader.send(makeGroup)).rejects.toMatchObject(denied);
  await expect(writer.send(makeGroup)).rejects.toMatchObject(denied);
  await boss.send(makeGroup);
  await boss.send(put);
  expect((await boss.send(new GetGroupsCommand({}))).Groups).toHaveLength(2);
});

test('the official client without a signature is told that a key is missing', async () => {
  const { service } = await runningService({ keys });
  const unsigned = new XRayClient({
    endpoint: service.url,
    region: 'local',
    credentials: credentials('reader'),
    signer: { sign: async (request) => request },
    maxAttempts: 1,
  });
  onTestFinished(() => unsigned.destroy());
  const missing = forbidden('MissingAuthenticationTokenException');
  for (const command of [summaries, put, makeGroup])
    await expect(unsigned.send(command as typeof summaries)).rejects.toMatchObject(missing);
  // What SDKs poll needs none from here.
  await unsigned.send(new GetSamplingRulesCommand({}));
});

test('an unknown key, a wrong secret and a clock that is off are refused, each by its name', async () => {
  const { client, clientAs } = await runningService({ keys });
  await expect(client.send(summaries)).rejects.toMatchObject(forbidden('UnrecognizedClientException'));
  const wrong = clientAs({ accessKeyId: 'reader', secretAccessKey: secrets.writer });
  await expect(wrong.send(summaries)).rejects.toMatchObject(forbidden('InvalidSignatureException'));
  for (const minutes of [-6, 6]) {
    const skewed = clientAs(credentials('reader'), minutes * 60_000);
    await expect(skewed.send(summaries)).rejects.toMatchObject({
      ...forbidden('InvalidSignatureException'),
      message: expect.stringContaining('set the clock'),
    });
  }
  await clientAs(credentials('reader'), 4 * 60_000).send(summaries);
});

test('without any key only what SDKs poll is answered, to the networks that are allowed', async () => {
  const { post } = await runningService({ keys });
  for (const { path, right } of operations.values()) {
    const response = await post(path, {});
    const { __type } = await response.json();
    if (right === 'poll') expect([path, __type]).not.toEqual([path, 'MissingAuthenticationTokenException']);
    else expect([path, response.status, __type]).toEqual([path, 403, 'MissingAuthenticationTokenException']);
  }
});

test('a signature counts for the request it was made for', async () => {
  const { service } = await runningService({ keys });
  const body = JSON.stringify({ StartTime: now - 60, EndTime: now });
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/TraceSummaries',
    headers: { host: `127.0.0.1:${service.address.port}`, 'content-type': 'application/json' },
    body,
  };
  const signer = (region = 'local', serviceName = 'xray') =>
    new SignatureV4({
      service: serviceName,
      region,
      credentials: credentials('reader'),
      sha256: NodeSha256,
      applyChecksum: false,
    });
  const send = async (headers: Record<string, string>, path = '/TraceSummaries', sent = body) => {
    const { host: _host, ...rest } = headers;
    return (await fetch(service.url + path, { method: 'POST', headers: rest, body: sent })).status;
  };
  const { headers } = await signer().sign(request);
  expect(await send(headers)).toBe(200);
  expect(await send(headers, '/Groups')).toBe(403);
  expect(await send(headers, '/TraceSummaries?x=1')).toBe(403);
  expect(await send(headers, '/TraceSummaries', `${body} `)).toBe(403);
  expect(await send({ ...headers, 'content-type': 'text/plain' })).toBe(403);
  const foreign = await signer('local', 's3').sign(request);
  expect(await send(foreign.headers)).toBe(403);

  const claimed = { ...request, headers: { ...request.headers, 'x-amz-content-sha256': sha256(body) } };
  const signedHash = await signer().sign(claimed);
  expect(await send(signedHash.headers)).toBe(200);
  expect(await send(signedHash.headers, '/TraceSummaries', `${body} `)).toBe(403);
  const unsigned = await signer().sign({
    ...request,
    headers: { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
  });
  expect(await send(unsigned.headers)).toBe(403);
});

test('a presigned URL holds until it expires, and for nothing else', async () => {
  const { service } = await runningService({ keys });
  const presign = async (signingDate: Date, path = '/radiograph/v1/status') => {
    const { query = {} } = await new SignatureV4({
      service: 'xray',
      region: 'local',
      credentials: credentials('reader'),
      sha256: NodeSha256,
    }).presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path,
        query: { a: 'b c' },
        headers: { host: `127.0.0.1:${service.address.port}` },
      },
      { expiresIn: 60, signingDate },
    );
    return new URLSearchParams(query as Record<string, string>);
  };
  const get = async (query: URLSearchParams, path = '/radiograph/v1/status') =>
    (await fetch(`${service.url}${path}?${query}`)).status;
  const query = await presign(new Date());
  expect(await get(query)).toBe(200);
  expect(await get(query, '/metrics')).toBe(403);
  expect(await get(await presign(new Date(Date.now() - 61_000)))).toBe(403);
  expect(await get(await presign(new Date(Date.now() + 600_000)))).toBe(403);
  query.set('X-Amz-Expires', '6000');
  expect(await get(query)).toBe(403);
});

test('a bearer token is the secret of a key', async () => {
  const { service, post } = await runningService({ keys });
  const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
  const status = async (secret: string) =>
    (await fetch(`${service.url}/radiograph/v1/status`, { headers: bearer(secret) })).status;
  expect(await status(secrets.reader)).toBe(200);
  expect(await status(secrets.writer)).toBe(403);
  expect(await status('no-such-secret-at-all')).toBe(403);
  expect((await post('/CreateGroup', { GroupName: 'g' }, bearer(secrets.boss))).status).toBe(200);
});

test.each([
  ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00'],
  ['nothing', 'AWS4-HMAC-SHA256 '],
  [
    'no host',
    `AWS4-HMAC-SHA256 Credential=reader/DAY/local/xray/aws4_request, SignedHeaders=x-amz-date, Signature=${'0'.repeat(64)}`,
  ],
  [
    'a missing header',
    `AWS4-HMAC-SHA256 Credential=reader/DAY/local/xray/aws4_request, SignedHeaders=host;x-gone, Signature=${'0'.repeat(64)}`,
  ],
  [
    '__proto__ as a header',
    `AWS4-HMAC-SHA256 Credential=reader/DAY/local/xray/aws4_request, SignedHeaders=host;__proto__, Signature=${'0'.repeat(64)}`,
  ],
  [
    'constructor as a header',
    `AWS4-HMAC-SHA256 Credential=reader/DAY/local/xray/aws4_request, SignedHeaders=host;constructor, Signature=${'0'.repeat(64)}`,
  ],
  [
    'another day',
    `AWS4-HMAC-SHA256 Credential=reader/19990101/local/xray/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  ],
])('a signature with %s is refused', async (_what, authorization) => {
  const { post } = await runningService({ keys });
  const amzDate = `${new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
  const headers = {
    Authorization: authorization.replace('DAY', amzDate.slice(0, 8)),
    'X-Amz-Date': amzDate,
  };
  const response = await post('/Groups', {}, headers);
  expect(response.status).toBe(403);
  expect((await response.json()).__type).toBe('InvalidSignatureException');
});

test('whoever tries keys is heard ever more seldom, and leaves a line for each refusal', async () => {
  const lines: Record<string, unknown>[] = [];
  const nothing = () => {};
  const logger = {
    debug: nothing,
    info: nothing,
    error: nothing,
    warn: (fields: object) => lines.push({ ...fields }),
  };
  const { post } = await runningService({ keys, logger });
  const statuses: number[] = [];
  for (let n = 0; n < 25; n++) {
    statuses.push((await post('/Groups', {}, { Authorization: `Bearer guess-${n}-0123456789` })).status);
  }
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403));
  expect(statuses.at(-1)).toBe(429);
  expect(lines[0]).toMatchObject({
    audit: true,
    code: 'service/unknown-key',
    method: 'POST',
    path: '/Groups',
    remoteAddress: '127.0.0.1',
  });
  expect(lines).toHaveLength(25);
  expect(lines.at(-1)).toMatchObject({ audit: true, code: 'service/too-many-attempts' });
  expect(JSON.stringify(lines)).not.toContain('guess-');
});

test.each(['GET', 'POST'])('a wrong signature of a %s is one attempt of twenty', async (method) => {
  const { service } = await runningService({ keys });
  const wrong = new SignatureV4({
    service: 'xray',
    region: 'local',
    credentials: { accessKeyId: 'reader', secretAccessKey: secrets.writer },
    sha256: NodeSha256,
  });
  const path = method === 'GET' ? '/radiograph/v1/status' : '/Groups';
  const { headers } = await wrong.sign({
    method,
    protocol: 'http:',
    hostname: '127.0.0.1',
    path,
    headers: { host: `127.0.0.1:${service.address.port}` },
  });
  const { host: _host, ...signed } = headers;
  const send = async () => (await fetch(service.url + path, { method, headers: signed })).status;
  const statuses: number[] = [];
  while (statuses.length < 20) statuses.push(await send());
  expect(statuses).toEqual(Array.from({ length: 20 }, () => 403));
});

test('keys are read again when their file changes; a broken file changes nothing', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const file = join(folder.path, 'keys.json');
  await writeFile(file, keys.text);
  const { service } = await runningService({ keys: { file } });
  const status = async (secret: string) =>
    (await fetch(`${service.url}/radiograph/v1/status`, { headers: { Authorization: `Bearer ${secret}` } }))
      .status;
  expect(await status(secrets.reader)).toBe(200);
  const next = 'another-secret-012';
  await writeFile(
    `${file}.new`,
    JSON.stringify({ keys: [{ id: 'reader', secret: next, rights: ['read'] }] }),
  );
  await rename(`${file}.new`, file);
  await vi.waitFor(async () => expect(await status(next)).toBe(200), { timeout: 10_000, interval: 500 });
  expect(await status(secrets.reader)).toBe(403);
  await writeFile(file, '{ "keys": [');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await status(next)).toBe(200);
});

test.each([
  ['no JSON', 'secret-that-must-not-show', /It is not JSON/],
  ['no keys', '{"keys": []}', /keys/],
  ['a short secret', '{"keys": [{"id": "a", "secret": "shorty", "rights": ["read"]}]}', /at least 16/],
  [
    'an unknown right',
    `{"keys": [{"id": "a", "secret": "${secrets.boss}", "rights": ["all"]}]}`,
    /"read", "write" or "admin"/,
  ],
  ['one id twice', JSON.stringify({ keys: [keyList[0], { ...keyList[1], id: 'reader' }] }), /one id/],
  [
    'one secret twice',
    JSON.stringify({ keys: [keyList[0], { ...keyList[1], secret: secrets.reader }] }),
    /one secret/,
  ],
])('a service with %s in its keys does not start, and says no secret', async (_what, text, message) => {
  const { store } = await runningService();
  const error = await startService({ store, host: '127.0.0.1', port: 0, keys: { text } }).catch(
    (thrown) => thrown,
  );
  expect(error).toMatchObject({ code: 'service/invalid-keys', message: expect.stringMatching(message) });
  expect(error.message).not.toMatch(/shorty|must-not-show|secret-0/);
});

test('beyond the loopback a service needs keys, or to be told that it may go without', async () => {
  const { store } = await runningService();
  const start = (options: object) => startService({ store, host: '0.0.0.0', port: 0, ...options });
  await expect(start({})).rejects.toMatchObject({ code: 'service/insecure-address' });
  await expect(start({ keys, allow: ['10.0.0.0/33'] })).rejects.toMatchObject({
    code: 'service/invalid-network',
  });
  const service = await start({ keys, allow: ['10.0.0.0/8', 'fd00::/8', '192.168.1.7'] });
  onTestFinished(() => service.close());
  const answer = await exchangeRaw(
    service,
    `POST /GetSamplingRules HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
  );
  expect(answer).toContain('200 OK');
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('every way to be refused leaves one line that says who, what and why', async () => {
  const lines: Record<string, unknown>[] = [];
  const nothing = () => {};
  const warn = (fields: object) => void lines.push({ ...fields });
  const { service, clientAs, post } = await runningService({
    keys,
    logger: { debug: nothing, info: nothing, error: nothing, warn },
  });
  const reader = { accessKeyId: 'reader', secretAccessKey: secrets.reader };
  const stored = new PutTraceSegmentsCommand({ TraceSegmentDocuments: [] });
  await clientAs(reader).send(stored).catch(nothing);
  await clientAs(reader, 3600_000).send(stored).catch(nothing);
  await clientAs({ ...reader, secretAccessKey: 'not-the-secret-00' })
    .send(stored)
    .catch(nothing);
  await clientAs({ ...reader, accessKeyId: 'nobody' })
    .send(stored)
    .catch(nothing);
  await post('/TraceSegments', { TraceSegmentDocuments: [] });
  await post('/TraceSegments', {}, { Origin: 'http://evil.example' });
  await exchangeRaw(service, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  expect(lines.map(({ audit, code, keyId }) => [audit, code, keyId])).toEqual([
    [true, 'service/denied', 'reader'],
    [true, 'service/invalid-signature', undefined],
    [true, 'service/wrong-signature', undefined],
    [true, 'service/unknown-key', undefined],
    [true, 'service/missing-key', undefined],
    [true, 'service/forbidden-origin', undefined],
    [true, 'service/forbidden-host', undefined],
  ]);
  for (const line of lines)
    expect(line).toMatchObject({
      remoteAddress: '127.0.0.1',
      requestId: expect.any(String),
      path: expect.stringMatching(/^\//),
    });
});
