import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { parseDaemonAddress, Recorder, type RecorderOptions } from '../src/index.js';
import { captureHttp } from '../src/integrations/http/index.js';
import { daemonSamplingService } from '../src/sampling/sampling-service.js';
import { FakeClock, MemoryEmitter } from '../src/testing/index.js';
import { rule, target } from './central-sampling.js';
import { serve } from './http-server.js';
import { until } from './udp-receiver.js';

interface Asked {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** The TCP port of a daemon: gives one rule a page. */
async function daemon(pages: readonly unknown[][]): Promise<{ address: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = await serve((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      asked.push({ path: `${request.method} ${request.url}`, body });
      const page = Number(body.NextToken ?? 0);
      const NextToken = page + 1 < pages.length ? String(page + 1) : null;
      const rules = { SamplingRuleRecords: pages[page], NextToken };
      response.end(
        JSON.stringify(
          request.url === '/GetSamplingRules' ? rules : { SamplingTargetDocuments: [target('Default')] },
        ),
      );
    });
  });
  onTestFinished(() => server.close());
  return { address: `udp:127.0.0.1:1 tcp:127.0.0.1:${server.port}`, asked };
}

function recorderOf(
  options: RecorderOptions,
  env: NodeJS.ProcessEnv = {},
): { recorder: Recorder; emitter: MemoryEmitter } {
  const emitter = new MemoryEmitter();
  const recorder = new Recorder({ emitter, clock: new FakeClock(), ...options }, env);
  onTestFinished(() => recorder.shutdown());
  return { recorder, emitter };
}

/** Whether twenty requests in a row are recorded: the local default, one a second and five percent, does so once in 10^24 times. */
function allTaken(recorder: Recorder): boolean {
  const take = (): boolean => recorder.beginSegment('shop', { host: 'b' }).sampled;
  return Array.from({ length: 20 }, take).every(Boolean);
}

const everything = rule('Default', { FixedRate: 1 });

test('P27: without any option the rules of the service decide, page by page, and are named in documents', async () => {
  captureHttp();
  const { address, asked } = await daemon([[rule('r1', { Host: 'a' })], [everything]]);
  const { recorder, emitter } = recorderOf({ daemonAddress: address });
  await until(
    () => asked.length === 2,
    () => 'the rules were not asked for',
  );
  await until(
    () => allTaken(recorder),
    () => 'the rules do not decide',
  );
  recorder.beginSegment('shop', { host: 'b' }).close();
  expect(asked).toEqual([
    { path: 'POST /GetSamplingRules', body: {} },
    { path: 'POST /GetSamplingRules', body: { NextToken: '1' } },
  ]);
  expect(emitter.documents.at(-1)?.aws?.xray).toMatchObject({ sampling_rule_name: 'Default' });
});

test('what a recorder has learnt stays when another option changes, and goes with the daemon’s address', async () => {
  const { address, asked } = await daemon([[everything]]);
  const { recorder } = recorderOf({ daemonAddress: address });
  await until(
    () => allTaken(recorder),
    () => 'no rules',
  );
  recorder.configure({ service: 'renamed' });
  expect(allTaken(recorder)).toBe(true);
  const other = await daemon([[rule('Default')]]);
  recorder.configure({ daemonAddress: other.address });
  await until(
    () => other.asked.length === 1,
    () => 'the other daemon was not asked',
  );
  expect(asked).toHaveLength(1);
});

test.each([
  ['in Lambda', {}, { LAMBDA_TASK_ROOT: '/var/task' }],
  ['with local rules', { sampling: 'local' as const }, {}],
  ['with RADIOGRAPH_SAMPLING', {}, { RADIOGRAPH_SAMPLING: 'all' }],
  ['when disabled', {}, { AWS_XRAY_SDK_DISABLED: 'true' }],
])('nobody is asked %s', async (_where, options, env) => {
  const { address, asked } = await daemon([[everything]]);
  recorderOf({ ...options, daemonAddress: address }, env as NodeJS.ProcessEnv);
  const { address: other, asked: otherAsked } = await daemon([[everything]]);
  recorderOf({ daemonAddress: other });
  await until(
    () => otherAsked.length > 0,
    () => 'the control was not asked',
  );
  expect(asked).toEqual([]);
});

test('rules of one’s own decide while the service’s cannot be had', () => {
  const fallback = { version: 2 as const, default: { fixed_target: 2, rate: 0 } };
  const { recorder } = recorderOf({ sampling: { fallback }, daemonAddress: '127.0.0.1:1' });
  const take = (): boolean => recorder.beginSegment('shop').sampled;
  expect([take(), take(), take()]).toEqual([true, true, false]);
  expect(() => new Recorder({ sampling: { fallback: '/no/such/file' } }, {})).toThrow('ENOENT');
});

test('P28: an answer that is empty, no JSON, not 200 or not there is an error, and harms nothing', async () => {
  for (const answer of ['', 'nonsense', 'null', '{"SamplingRuleRecords": 7}', '500']) {
    const server = await serve((_request, response) =>
      response.writeHead(answer === '500' ? 500 : 200).end(answer),
    );
    await expect(daemonSamplingService({ host: '127.0.0.1', port: server.port }).rules()).rejects.toThrow();
    await server.close();
  }
  await expect(daemonSamplingService(parseDaemonAddress('127.0.0.1:1').tcp).rules()).rejects.toThrow(
    'ECONNREFUSED',
  );
});

test('a service that never stops giving pages, or sends without end, is left', async () => {
  const endless = await serve((_request, response) =>
    response.end('{"SamplingRuleRecords": [], "NextToken": "more"}'),
  );
  expect(await daemonSamplingService({ host: '127.0.0.1', port: endless.port }).rules()).toEqual([]);
  await endless.close();
  const flood = await serve((_request, response) => {
    const more = (): void =>
      void (response.destroyed || response.write('x'.repeat(1024 * 1024), () => setImmediate(more)));
    more();
  });
  await expect(daemonSamplingService({ host: '127.0.0.1', port: flood.port }).rules()).rejects.toThrow();
  await flood.close();
});

test('a daemon that takes connections and says nothing keeps nobody waiting', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await new Promise((listening) => silent.once('listening', listening));
  const { port } = silent.address() as { port: number };
  const { recorder } = recorderOf({ daemonAddress: `127.0.0.1:${port}` });
  expect(recorder.segment('shop', (segment) => segment.sampled)).toBe(true);
});
