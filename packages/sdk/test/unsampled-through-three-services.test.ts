import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { ask } from './http-server.js';
import { listenUdp } from './udp-receiver.js';

const here = new URL('..', import.meta.url).pathname;
const root = 'Root=1-5759e988-bd862e3fe1be46a994272793';

/** A service that calls the next one by http and by fetch, and does work of its own, as an application would. */
const service = `
  import { createServer, get } from 'node:http';
  import * as xray from '@radiograph/sdk';
  import { handler, captureHttp } from '@radiograph/sdk/http';
  import { captureFetch } from '@radiograph/sdk/fetch';
  captureHttp();
  captureFetch();
  const [name, next] = process.argv.slice(1);
  const byHttp = (url) => new Promise((resolve, reject) =>
    get(url, (response) => response.resume().on('end', resolve)).on('error', reject));
  const listener = handler(name, async (request, response) => {
    xray.annotate('service', name);
    xray.addMetadata('headers', request.headers);
    const sub = xray.beginSubsegment('by hand');
    if (next) await xray.capture('next', async (call) => {
      call.annotate('url', next);
      await byHttp(next);
      await (await fetch(next)).text();
    });
    xray.addError(new Error('recorded by hand'), { kind: 'none' });
    sub.close();
    xray.currentSegment().setUser('ada');
    response.end(String(request.headers['x-amzn-trace-id']));
  });
  const server = createServer(listener).listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

interface Service {
  readonly url: string;
  readonly stderr: () => string;
}

async function start(name: string, env: NodeJS.ProcessEnv, next = ''): Promise<Service> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', service, name, next], {
    cwd: here,
    env: { PATH: process.env['PATH'], AWS_XRAY_LOG_LEVEL: 'debug', RADIOGRAPH_SAMPLING: 'all', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (text) => {
    if (!/^\d+$/.test(text)) log += text;
  });
  const [port] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended:\n${log}`))),
  ]);
  return { url: `http://127.0.0.1:${port}`, stderr: () => log };
}

test.each(['LOG_ERROR', 'RUNTIME_ERROR'])(
  'an unsampled request through three services yields no document and no log line, with %s',
  async (strategy) => {
    const daemon = await listenUdp();
    onTestFinished(() => daemon.close());
    const env = { AWS_XRAY_DAEMON_ADDRESS: daemon.address, AWS_XRAY_CONTEXT_MISSING: strategy };
    const third = await start('third', env);
    const second = await start('second', env, third.url);
    const first = await start('first', env, second.url);
    for (let i = 0; i < 5; i++) {
      const { status, body } = await ask(first.url, { headers: { 'x-amzn-trace-id': `${root};Sampled=0` } });
      expect({ status, body }).toEqual({ status: 200, body: `${root};Sampled=0` });
    }
    // A sampled request afterwards: when its seven documents are here, any of the others would be too.
    const sampled = '1-6553f100-000000000000000000000001';
    const header = `Root=${sampled};Sampled=1`;
    expect((await ask(first.url, { headers: { 'x-amzn-trace-id': header } })).status).toBe(200);
    const documents = await daemon.received(7);
    expect(documents.map(({ trace_id }) => trace_id)).toEqual(Array(7).fill(sampled));
    expect(documents.map(({ name }) => name).sort()).toEqual([
      'first',
      ...Array(2).fill('second'),
      ...Array(4).fill('third'),
    ]);
    expect([first, second, third].map(({ stderr }) => stderr())).toEqual(['', '', '']);
  },
);
