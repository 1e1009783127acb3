import { existsSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { startTestDaemon } from './daemon-rig.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { temporaryFolder } from './temporary-folder.js';

const large = (n: number, bytes: number) => `{"n":${n},"id":"0123456789abcdef","pad":"${'x'.repeat(bytes)}"}`;
const bodyOf = (...documents: readonly string[]) => JSON.stringify({ TraceSegmentDocuments: documents });
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/TraceSegments`, { method: 'POST', body, headers });

it('documents above the limit of a datagram arrive, through an outage too', async () => {
  const xray = await startFakeXray();
  xray.mood = 'unavailable';
  const spoolFolder = temporaryFolder();
  const { daemon, url } = await startTestDaemon(xray.url, { httpIntake: true, attempts: 1 }, { spoolFolder });
  const document = large(1, 500_000);
  const response = await post(url, bodyOf(document, large(2, 1_100_000)));
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    UnprocessedTraceSegments: [{ ErrorCode: 'SegmentTooLarge', Message: 'it has more than 1048576 bytes' }],
  });
  await eventually(() => expect(daemon.status().outlets[0]?.spooledBytes).toBeGreaterThan(500_000));
  xray.mood = 'well';
  await eventually(() => expect(xray.documents).toEqual([document]));
  expect(daemon.status().intakes[1]).toMatchObject({
    address: 'http',
    received: 2,
    stored: 1,
    rejected: { SegmentTooLarge: 1 },
  });
});

it('what is no list of texts, too large, or from a web page is refused, and the next is taken', async () => {
  const xray = await startFakeXray();
  const { url } = await startTestDaemon(xray.url, { httpIntake: true });
  for (const body of ['', 'no', '[]', '{}', '{"TraceSegmentDocuments":"x"}', '{"TraceSegmentDocuments":[1]}'])
    expect([body, (await post(url, body)).status]).toEqual([body, 400]);
  expect((await post(url, 'x'.repeat(17 * 1024 * 1024))).status).toBe(413);
  expect((await post(url, bodyOf('{"n":1}'), { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post(url, bodyOf('{"n":2}'))).status).toBe(200);
  await eventually(() => expect(xray.documents).toEqual(['{"n":2}']));
});

it('without the option the request is passed on and answered by the other side', async () => {
  const xray = await startFakeXray();
  xray.mood = 'forbidden';
  const { url } = await startTestDaemon(xray.url);
  expect((await post(url, bodyOf('{"n":1}'))).status).toBe(403);
});

it('a unix socket takes them too; what a process left behind is replaced, what is in use is not', async () => {
  const xray = await startFakeXray();
  const unixSocket = join(temporaryFolder(), 'intake.sock');
  const { daemon } = await startTestDaemon(xray.url, { unixSocket });
  const status = await postTo(unixSocket, bodyOf(large(7, 100_000)));
  expect(status).toEqual({ status: 200, body: '{"UnprocessedTraceSegments":[]}' });
  await eventually(() => expect(xray.documents).toEqual([large(7, 100_000)]));
  await expect(startTestDaemon(xray.url, { unixSocket })).rejects.toMatchObject({
    code: 'daemon/port-taken',
  });
  expect((await postTo(unixSocket, '{}', '/elsewhere')).status).toBe(404);
  await daemon.close();
  expect(existsSync(unixSocket)).toBe(false);
});

it('a unix socket whose place holds a file says so and leaves the file', async () => {
  const xray = await startFakeXray();
  const unixSocket = join(temporaryFolder(), 'file');
  writeFileSync(unixSocket, 'precious');
  await expect(startTestDaemon(xray.url, { unixSocket })).rejects.toMatchObject({
    code: 'daemon/socket-failed',
  });
  expect(existsSync(unixSocket)).toBe(true);
});

function postTo(
  socketPath: string,
  body: string,
  path = '/TraceSegments',
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method: 'POST' }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode, body: answer }), reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
