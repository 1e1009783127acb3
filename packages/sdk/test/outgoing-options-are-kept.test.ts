import { channel } from 'node:diagnostics_channel';
import { Agent } from 'node:http';
import { createServer, Agent as SecureAgent, get as secureGet } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SubsegmentDocument } from '@radiograph/protocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { captureFetch } from '../src/integrations/fetch/index.js';
import { captureHttp, handler, type OutgoingOptions } from '../src/integrations/http/index.js';
import { ask, serve, type TestServer } from './http-server.js';
import { only, record } from './recording.js';
import { selfMade } from './self-made-certificate.js';
import { until } from './udp-receiver.js';

let server: TestServer;
const seen: { trace: string | undefined; authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = await serve(({ headers }, response) => {
    seen.push({
      trace: headers['x-amzn-trace-id'] as string | undefined,
      authorization: headers.authorization,
    });
    response.end('hello');
  });
});
afterAll(() => server.close());
afterEach(() => use({}));

function use(options: OutgoingOptions): void {
  captureHttp(options);
  captureFetch(options);
}

/** Names with what is inside, and a mark for what is a fault or still open. */
function shape({ name, fault, in_progress, subsegments = [] }: SubsegmentDocument): string {
  const inside = subsegments.map(shape).join(' ');
  return `${name}${fault ? '!' : ''}${in_progress ? '?' : ''}${inside && `(${inside})`}`;
}

const shapes = (subsegments: readonly SubsegmentDocument[] = []): string[] =>
  subsegments.map((call) => (call.subsegments ?? []).map(shape).join(' '));

test('N7: phases of node:http; a connection that was there already has no connect', async () => {
  use({ phases: true });
  const { recorder, traces } = record();
  const agent = new Agent({ keepAlive: true });
  const url = `http://localhost:${server.port}`;
  await recorder.segment('shop', async () => {
    await ask(url, { agent, family: 4 });
    await ask(url, { agent, family: 4 });
    await ask(server.url);
  });
  agent.destroy();
  expect(shapes(only(traces).subsegments)).toEqual([
    'connect(dns dial) request response',
    'request response',
    'connect(dial) request response',
  ]);
});

test('N7: phases of node:https tell the handshake', async () => {
  use({ phases: true });
  const secure = createServer(selfMade, (_request, response) => response.end('hello'));
  await new Promise<void>((listening) => secure.listen(0, '127.0.0.1', listening));
  const { port } = secure.address() as AddressInfo;
  const { recorder, traces } = record();
  const agent = new SecureAgent({ ca: selfMade.cert });
  await recorder.segment(
    'shop',
    () =>
      new Promise<void>((ended, failed) => {
        secureGet({ host: '127.0.0.1', port, agent }, (response) => response.resume().on('end', ended)).on(
          'error',
          failed,
        );
      }),
  );
  secure.close();
  const [call] = only(traces).subsegments ?? [];
  expect(shapes([call as SubsegmentDocument])).toEqual(['connect(dial tls) request response']);
  expect(call?.http?.request?.url).toBe(`https://127.0.0.1:${port}/`);
  const tls = call?.subsegments?.[0]?.subsegments?.[1];
  expect(tls?.metadata).toMatchObject({ http: { tls: { did_resume: false, version: 'TLSv1.3' } } });
});

test('N6: a host that does not resolve is a fault of dns, connect and the call', async () => {
  use({ phases: true });
  const { recorder, traces } = record();
  await recorder.segment('shop', () => ask('http://nowhere.invalid/').catch(() => {}));
  const [call] = only(traces).subsegments ?? [];
  expect(call).toMatchObject({ name: 'nowhere.invalid', fault: true });
  expect(shapes([call as SubsegmentDocument])).toEqual(['connect!(dns!)']);
});

test.each(['undici6', 'undici7', 'fetch'])(
  '%s: connecting, sending and waiting, with as many connects as there were connections',
  async (library) => {
    use({ phases: true });
    const fresh = await serve((_request, response) => response.end('hello'));
    let connections = 0;
    fresh.server.on('connection', () => {
      connections++;
    });
    const undici = library === 'fetch' ? { fetch } : ((await import(library)) as { fetch: typeof fetch });
    const { recorder, traces } = record();
    await recorder.segment('shop', async () => {
      for (let call = 0; call < 4; call++) {
        await (await undici.fetch(fresh.url)).text();
        await new Promise((later) => setTimeout(later, 5));
      }
    });
    await fresh.close();
    const phases = shapes(only(traces).subsegments);
    expect(phases).toHaveLength(4);
    for (const shown of phases) expect(shown).toMatch(/^(connect\(dial\) )?request response$/);
    expect(phases.filter((shown) => shown.startsWith('connect'))).toHaveLength(connections);
  },
);

const libraries = ['undici6', 'undici7', 'fetch'];
const fetchOf = async (library: string): Promise<typeof fetch> =>
  library === 'fetch' ? fetch : ((await import(library)) as { fetch: typeof fetch }).fetch;

test.each(libraries)('%s: connecting by name is dns and dial, and a handshake is tls', async (library) => {
  use({ phases: true });
  const secure = createServer(selfMade, (_request, response) => response.end('hello'));
  await new Promise<void>((listening) => secure.listen(0, '127.0.0.1', listening));
  const plain = await serve((_request, response) => response.end('hello'));
  const { recorder, traces } = record();
  const call = await fetchOf(library);
  // Nobody vouches for the certificate, so the call fails in the handshake, as it does without us.
  const secureUrl = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;
  await recorder.segment('shop', async () => {
    await (await call(`http://localhost:${plain.port}`)).text();
    await expect(call(secureUrl)).rejects.toThrow();
    await expect(call('http://nowhere.invalid/')).rejects.toThrow();
  });
  await plain.close();
  secure.close();
  expect(shapes(only(traces).subsegments)).toEqual([
    'connect(dns dial) request response',
    'connect!(dial tls!)',
    'connect!(dns!)',
  ]);
});

test('N3: user and password are sent and not recorded', async () => {
  const { recorder, traces } = record();
  seen.length = 0;
  await recorder.segment('shop', async () => {
    await ask(server.url.replace('//', '//user:pass@'));
    await ask(server.url, { path: 'http://user:pass@127.0.0.1/by-proxy?key=secret' });
  });
  expect(seen[0]?.authorization).toBe(`Basic ${Buffer.from('user:pass').toString('base64')}`);
  expect(only(traces).subsegments?.map(({ http }) => http?.request?.url)).toEqual([
    `${server.url}/`,
    'http://127.0.0.1/by-proxy',
  ]);
  expect(JSON.stringify(only(traces))).not.toMatch(/pass|secret/);
});

test.each(['undici6', 'undici7'])('N3: %s: user, password and query are not recorded', async (library) => {
  const { Client, request } = (await import(library)) as typeof import('undici6');
  const { recorder, traces } = record();
  const url = server.url.replace('//', '//user:pass@');
  const client = new Client(url);
  await recorder.segment('shop', async () => {
    await (await request(`${url}/?key=secret`)).body.text();
    await (await client.request({ method: 'GET', path: '/?key=secret' })).body.text();
    await (await client.request({ method: 'GET', path: 'http://user:pass@127.0.0.1/by-proxy' })).body.text();
  });
  await client.close();
  expect(only(traces).subsegments).toHaveLength(3);
  expect(JSON.stringify(only(traces))).not.toMatch(/pass|secret/);
});

test('traced marks the hosts that record too, and ignored hosts are left alone', async () => {
  const { recorder, traces } = record();
  const calls = async (): Promise<void> => {
    await ask(server.url);
    await (await fetch(server.url)).text();
  };
  seen.length = 0;
  await recorder.segment('shop', async () => {
    use({ traced: '127.0.0.*' });
    await calls();
    use({ traced: ['other'] });
    await calls();
    use({ ignore: `*:${server.port}` });
    await calls();
  });
  expect(only(traces).subsegments?.map(({ http }) => http?.request?.traced)).toEqual([
    true,
    true,
    undefined,
    undefined,
  ]);
  expect(seen.map(({ trace }) => trace !== undefined)).toEqual([true, true, true, true, false, false]);
});

test('requests of an unknown undici are left alone', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', () => {
    for (const request of [{ path: '/', headers: [] }, {}])
      channel('undici:request:create').publish({ request });
  });
  expect(only(traces).subsegments).toBeUndefined();
});

test('N15: hosts that match lend their name, others have the fallback', async () => {
  const { recorder, traces } = record();
  const name = { hosts: ['*.example.com'], fallback: 'F' };
  const named = await serve(handler(name, (_request, response) => response.end(), { recorder }));
  for (const host of ['a.EXAMPLE.com', 'evil.net']) await ask(named.url, { headers: { host } });
  await until(
    () => traces.documents.length === 2,
    () => 'documents are missing',
  );
  await named.close();
  expect(traces.documents.map((document) => document.name)).toEqual(['a.EXAMPLE.com', 'F']);
});

test('options of incoming requests: query, forwarded addresses, the response header', async () => {
  const { recorder, traces } = record();
  const options = { recorder, query: 'keep', trustForwarded: false, responseHeader: 'always' } as const;
  const listening = await serve(handler('shop', (_request, response) => response.end(), options));
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const { headers } = await ask(`${listening.url}/a?b=1`, {
    headers: { 'x-forwarded-for': '1.2.3.4', 'x-amzn-trace-id': header },
  });
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  await listening.close();
  expect(headers['x-amzn-trace-id']).toBe(header);
  expect(only(traces).http?.request).toMatchObject({ url: `${listening.url}/a?b=1`, client_ip: '127.0.0.1' });
});
