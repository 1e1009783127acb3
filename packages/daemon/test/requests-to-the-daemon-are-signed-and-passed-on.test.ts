import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { startTestDaemon } from './daemon-rig.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';

const post = (url: string, path: string, body = '{}', headers: Record<string, string> = {}) =>
  fetch(url + path, { method: 'POST', body, headers });

it.each<[method: string, path: string]>([
  ['POST', '/SamplingTargets'],
  ['POST', '/TraceSummaries?x=1&b=%2F%20y&b=2&a='],
  ['GET', '/some/path%20with%2Fletters'],
  ['PUT', '/'],
  ['DELETE', '/a//b/'],
])('%s %s arrives signed, with its body', async (method, path) => {
  const xray = await startFakeXray();
  const pathOnly = path;
  xray.answers.set(pathOnly, '{"answer":42}');
  const { url } = await startTestDaemon(xray.url);
  const body = method === 'POST' ? '{"a":"ü"}' : undefined;
  const response = await fetch(url + path, {
    method,
    headers: { authorization: 'Bearer mine', 'x-own': ' two  words ' },
    ...(body !== undefined && { body }),
  });
  expect({ status: response.status, answer: await response.text() }).toEqual({
    status: 200,
    answer: '{"answer":42}',
  });
  expect(xray.requests).toMatchObject([{ method, path, fault: undefined, body: body ?? '' }]);
  expect(xray.requests[0]?.headers).toMatchObject({ host: xray.url.slice(7), 'x-own': 'two  words' });
});

it("the other side's refusals come back as they are", async () => {
  const xray = await startFakeXray();
  xray.mood = 'throttle';
  const { url } = await startTestDaemon(xray.url);
  const response = await post(url, '/SamplingTargets');
  expect(response.status).toBe(429);
  expect(response.headers.get('x-amzn-errortype')).toBe('ThrottledException');
  expect(await response.json()).toEqual({ Message: 'Rate exceeded' });
});

it('sampling rules are asked for once for a fleet, and again when they have become old', async () => {
  const xray = await startFakeXray();
  xray.answers.set('/GetSamplingRules', '{"SamplingRuleRecords":[]}');
  xray.latencyMs = 30;
  const { url } = await startTestDaemon(xray.url, { rulesCacheMs: 300 });
  const fleet = async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(url, '/GetSamplingRules')));
    return Promise.all(answers.map(async (answer) => `${answer.status} ${await answer.text()}`));
  };
  expect(new Set(await fleet())).toEqual(new Set(['200 {"SamplingRuleRecords":[]}']));
  await fleet();
  expect(xray.requests).toHaveLength(1);
  await post(url, '/GetSamplingRules', '{"NextToken":"2"}');
  expect(xray.requests).toHaveLength(2);
  await sleep(350);
  await fleet();
  expect(xray.requests).toHaveLength(3);
});

it('refusals of rules are not kept, and neither are targets', async () => {
  const xray = await startFakeXray();
  const { url } = await startTestDaemon(xray.url);
  xray.mood = 'unavailable';
  expect((await post(url, '/GetSamplingRules')).status).toBe(503);
  xray.mood = 'well';
  expect((await post(url, '/GetSamplingRules')).status).toBe(200);
  await post(url, '/SamplingTargets');
  await post(url, '/SamplingTargets');
  expect(xray.requests.map(({ path }) => path)).toEqual([
    '/GetSamplingRules',
    '/GetSamplingRules',
    '/SamplingTargets',
    '/SamplingTargets',
  ]);
});

it('nobody there: 502 that says so; no answer: 504', async () => {
  const xray = await startFakeXray();
  const log = recordedLog();
  const { url } = await startTestDaemon(xray.url, { timeoutMs: 150 }, { logger: log });
  xray.mood = 'hang';
  const late = await post(url, '/SamplingTargets');
  expect(late.status).toBe(504);
  expect(await late.json()).toEqual({
    __type: 'GatewayTimeout',
    message: `Radiograph daemon: ${xray.url} did not answer within 150 ms`,
  });
  await xray.close();
  const refused = await post(url, '/GetSamplingRules');
  expect(refused.status).toBe(502);
  expect(await refused.json()).toEqual({
    __type: 'BadGateway',
    message: `Radiograph daemon: ${xray.url} could not be reached: ECONNREFUSED`,
  });
  expect(log.lines.filter(({ message }) => message.includes('could not be passed on'))).toHaveLength(2);
});

it('an answer streams: its beginning arrives before its end is sent', async () => {
  let finish: () => void = () => {};
  const server = createServer((_request, response) => {
    response.write('first');
    finish = () => response.end('last');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await eventually(() => expect(server.listening).toBe(true));
  const { url } = await startTestDaemon(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const response = await post(url, '/TraceSummaries');
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
  finish();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last');
});

it('an answer that breaks off ends the connection, and the next request is answered', async () => {
  const xray = await startFakeXray();
  const { url } = await startTestDaemon(xray.url);
  xray.mood = 'truncated';
  await expect(post(url, '/SamplingTargets').then((response) => response.text())).rejects.toThrow();
  expect((await post(url, '/GetSamplingRules')).status).toBe(502);
  xray.mood = 'well';
  expect((await post(url, '/SamplingTargets')).status).toBe(200);
});

it('a page in a browser cannot use the credentials, and a body has a limit', async () => {
  const xray = await startFakeXray();
  const { url } = await startTestDaemon(xray.url);
  expect((await post(url, '/TraceSummaries', '{}', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post(url, '/TraceSegments', 'x'.repeat(8 * 1024 * 1024 + 1))).status).toBe(413);
  expect(xray.requests).toEqual([]);
});

it('whatever the target says, the request goes to the endpoint', async () => {
  const xray = await startFakeXray();
  const { url } = await startTestDaemon(xray.url);
  const { port } = new URL(url);
  for (const path of ['http://127.0.0.1:9/x', '//127.0.0.1:9/x', '/../../x', '/@127.0.0.1:9'])
    await new Promise<void>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path, method: 'POST' }, (response) => {
        response.resume().on('end', resolve);
      })
        .on('error', reject)
        .end();
    });
  expect(xray.requests.map(({ headers, fault }) => ({ host: headers.host, fault }))).toEqual(
    Array.from({ length: 4 }, () => ({ host: xray.url.slice(7), fault: undefined })),
  );
});

it('/health and /metrics are the daemon’s own', async () => {
  const xray = await startFakeXray();
  const { url, sendNumbers } = await startTestDaemon(xray.url);
  await sendNumbers(0, 3);
  await eventually(async () => {
    const health = await (await fetch(`${url}/health`)).json();
    expect(health).toMatchObject({
      status: 'ok',
      intakes: [{ received: 3 }],
      outlets: [{ sent: 3, away: false }],
    });
  });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain(`radiograph_daemon_sent_total{endpoint="${xray.url}/"} 3\n`);
  for (const line of metrics.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? \d+(\.\d+)?)$/);
  expect(xray.requests.map(({ path }) => path)).toEqual(['/TraceSegments']);
});
