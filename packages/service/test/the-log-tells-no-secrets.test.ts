import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateGroupCommand, GetGroupsCommand, PutTraceSegmentsCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment, temporaryFolder } from '@radiograph/testkit';
import { SignatureV4 } from '@smithy/signature-v4';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NodeSha256 } from '../src/access/node-sha256.js';
import { exchangeRaw, replacing, runningService } from './running-service.js';

/** What no line may hold: secrets of keys, guesses, signatures, cookies, and what stands in documents and filters. */
const canary = 'canary0123456789';
/** Messages that quote cut what they quote. */
const partOfIt = canary.slice(0, 6);
const keyList = [
  { id: 'reader', secret: `reader-${canary}`, rights: ['read'] },
  { id: 'boss', secret: `boss-${canary}`, rights: ['admin'] },
];
const keys = { text: JSON.stringify({ keys: keyList }) };
const boss = { accessKeyId: 'boss', secretAccessKey: `boss-${canary}` };
const now = Math.floor(Date.now() / 1000) - 60;

type Line = Record<string, unknown> & { readonly level: string; readonly msg: string };

/** A real pino that writes all it is given. */
function recordedLog() {
  const lines: Line[] = [];
  const options = { level: 'trace', base: null, formatters: { level: (level: string) => ({ level }) } };
  const logger = pino(options, { write: (text: string) => void lines.push(JSON.parse(text)) });
  return { lines, logger };
}

/** Everything about access and documents that a request may bear, in good and bad requests. */
async function everySecret(running: Awaited<ReturnType<typeof runningService>>): Promise<readonly string[]> {
  const { service, clientAs, post } = running;
  const nothing = (): undefined => undefined;
  const put = (...documents: string[]) => new PutTraceSegmentsCommand({ TraceSegmentDocuments: documents });
  const document = segment({
    trace_id: makeTraceId(now),
    annotations: { note: canary },
    metadata: { a: { b: canary } },
  });
  await clientAs(boss).send(put(JSON.stringify(document), `{"id": ${canary}`, `"${canary}"`, canary));
  await clientAs({ ...boss, secretAccessKey: `wrong-${canary}` })
    .send(put())
    .catch(nothing);
  await clientAs({ accessKeyId: 'reader', secretAccessKey: `reader-${canary}` })
    .send(put())
    .catch(nothing);
  await clientAs(boss, 3_600_000).send(new GetGroupsCommand({})).catch(nothing);
  const filter = { GroupName: 'g', FilterExpression: `annotation.note == "${canary}` };
  await clientAs(boss).send(new CreateGroupCommand(filter)).catch(nothing);
  const bearer = { Authorization: `Bearer boss-${canary}` };
  await post('/Groups', {}, { Authorization: `Bearer guess-${canary}` });
  await post('/Groups', {}, { Authorization: `Basic ${canary}` });
  for (const body of [
    `{"TraceSegmentDocuments": "${canary}"}`,
    `{"TraceSegmentDocuments": [${canary}]}`,
    `{"TraceSegmentDocuments": ["${canary}`,
    `{"NextToken": "${canary}"}`,
  ]) {
    for (const path of ['/TraceSegments', '/Groups', '/v1/traces', `/gone`])
      await post(path, body, { ...bearer, 'Content-Type': 'application/json' });
  }
  const json = { 'Content-Type': 'application/json' };
  const login = (body: string, headers: Record<string, string>) =>
    post('/radiograph/v1/login', body, headers);
  const good = await login(JSON.stringify({ id: 'boss', secret: `boss-${canary}` }), json);
  const cookie = good.headers.get('set-cookie') ?? '';
  const answers = await Promise.all([
    login(JSON.stringify({ id: 'boss', secret: `other-${canary}` }), json),
    login(JSON.stringify({ id: 'boss', secret: canary.repeat(100) }), json),
    login(JSON.stringify({ id: 'boss', secret: [canary] }), json),
    login(`{"id": "boss", "secret": ${canary}}`, json),
    login(`id=boss&secret=form-${canary}`, {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: service.url,
    }),
    post('/radiograph/v1/complete', {}, { Cookie: cookie }),
  ]);
  const { query = {} } = await new SignatureV4({
    service: 'xray',
    region: 'local',
    credentials: boss,
    sha256: NodeSha256,
  }).presign({
    method: 'GET',
    protocol: 'http:',
    hostname: '127.0.0.1',
    path: '/radiograph/v1/status',
    headers: { host: `127.0.0.1:${service.address.port}` },
  });
  const presigned = new URLSearchParams(query as Record<string, string>);
  const signature = presigned.get('X-Amz-Signature') ?? '';
  await fetch(`${service.url}/radiograph/v1/status?${presigned}`);
  await fetch(`${service.url}/radiograph/v1/live/gone?${presigned}`);
  await fetch(`${service.url}/metrics?${presigned}`);
  await exchangeRaw(service, `GET /?${canary} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
  await exchangeRaw(service, `NONSENSE ${canary}\r\n\r\n`);
  for (const answer of answers) expect(await answer.text()).not.toContain(partOfIt);
  const session = /=([^;]+)/.exec(cookie)?.[1] ?? '';
  expect([signature.length, session.length > 20]).toEqual([64, true]);
  return [partOfIt, signature, session];
}

describe('no line of the log, at any level,', () => {
  test('holds a key, a token, a signature, a cookie or the text of a document', async () => {
    const { lines, logger } = recordedLog();
    const running = await runningService({ keys, logger });
    const secrets = await everySecret(running);
    expect(lines.length).toBeGreaterThan(20);
    for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
  });

  test('holds one where the service fails, or its keys cannot be read again', async () => {
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    const file = join(folder.path, 'keys.json');
    await writeFile(file, keys.text);
    const { lines, logger } = recordedLog();
    const broken = (store: Parameters<typeof replacing>[0]) =>
      replacing(store, { append: () => Promise.reject(new Error('the disk is on fire')) });
    const { clientAs } = await runningService({ keys: { file }, logger }, broken);
    const document = JSON.stringify(segment({ metadata: { a: { b: canary } } }));
    const put = new PutTraceSegmentsCommand({ TraceSegmentDocuments: [document] });
    await expect(clientAs(boss).send(put)).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.not.stringContaining('fire'),
    });
    await writeFile(file, `{"keys": [{"id": "a", "secret": ${canary}`);
    await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 10_000 });
    expect(lines).toMatchObject([
      { level: 'error', err: { message: 'the disk is on fire' }, requestId: expect.any(String) },
      { level: 'error', file },
    ]);
    expect(JSON.stringify(lines)).not.toContain(partOfIt);
  });
});

describe('each level has its lines:', () => {
  test('what is good has none, what is refused one of debug, refused access one of warn', async () => {
    const { lines, logger } = recordedLog();
    const { service, post, client } = await runningService({ logger });
    await client.send(new GetGroupsCommand({}));
    expect(await (await fetch(`${service.url}/health`)).json()).toEqual({ status: 'ok' });
    expect(lines).toEqual([]);
    const refused = await post('/Traces', {});
    await post('/Traces', {}, { Origin: 'http://evil.example' });
    await exchangeRaw(service, 'NONSENSE\r\n\r\n');
    await exchangeRaw(service, `GET / HTTP/1.1\r\nHost: a ${canary}\r\nConnection: close\r\n\r\n`);
    expect(
      lines.map(({ level, msg, time: _time, requestId: _id, ...fields }) => [level, msg, fields]),
    ).toEqual([
      [
        'debug',
        'a request was refused',
        { method: 'POST', path: '/Traces', status: 400, code: 'service/invalid-request' },
      ],
      [
        'warn',
        'a request was refused',
        {
          audit: true,
          method: 'POST',
          path: '/Traces',
          remoteAddress: '127.0.0.1',
          code: 'service/forbidden-origin',
          detail: expect.stringContaining('evil.example'),
        },
      ],
      [
        'debug',
        'a request was refused',
        { status: 400, remoteAddress: '127.0.0.1', code: 'HPE_INVALID_METHOD' },
      ],
      ['debug', 'a request was refused', { status: 400, code: 'no-url' }],
    ]);
    expect(lines[0]?.['requestId']).toBe(refused.headers.get('x-amzn-requestid'));
  });

  test('a login that fails by the form of the page is told as one by JSON is', async () => {
    const { lines, logger } = recordedLog();
    const { service, post } = await runningService({ keys, logger });
    await post('/radiograph/v1/login', { id: 'boss', secret: 'not-the-secret-00' });
    await post('/radiograph/v1/login', 'id=boss&secret=not-the-secret-00', {
      'Content-Type': 'application/x-www-form-urlencoded',
      Origin: service.url,
    });
    const line = { level: 'warn', audit: true, path: '/radiograph/v1/login', code: 'service/unknown-key' };
    expect(lines).toMatchObject([line, line]);
  });
});
