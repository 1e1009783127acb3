import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { fastify as fastify4 } from 'fastify4';
import { fastify as fastify5 } from 'fastify5';
import { afterEach, describe, expect, test } from 'vitest';
import { fastify } from '../src/integrations/fastify/index.js';
import type { IncomingOptions } from '../src/integrations/http/index.js';
import { apps, type RunningApp, type StartApp, type Work } from './frameworks/apps.js';
import { ask } from './http-server.js';
import { only, record, type TestRecording } from './recording.js';
import { until } from './udp-receiver.js';

const open: RunningApp[] = [];
afterEach(() => Promise.all(open.splice(0).map((app) => app.close())));

async function start(
  startApp: StartApp,
  work: Partial<Work> = {},
  options: IncomingOptions = {},
): Promise<TestRecording & { url: string }> {
  const recording = record();
  const app = await startApp({ ...plain, ...work }, { recorder: recording.recorder, ...options });
  open.push(app);
  return { ...recording, url: app.url };
}

const plain: Work = {
  show: async (id) => ({ id }),
  fail: () => {
    throw new TypeError('no stock');
  },
};

async function documents({ traces }: TestRecording, count: number): Promise<void> {
  await until(
    () => traces.documents.length >= count,
    () => `${traces.documents.length} documents instead of ${count}`,
  );
}

describe.each(Object.entries(apps))('%s', (framework, startApp) => {
  test('a request is the golden document', async () => {
    const app = await start(startApp, {}, { route: true });
    await ask(`${app.url}/carts/7?token=secret`, { headers: { 'user-agent': 'test/1' } });
    await documents(app, 1);
    const { name, http, annotations, error, fault, in_progress } = only(app.traces);
    expect({ name, http, annotations, error, fault, in_progress }).toEqual({
      name: 'shop',
      http: {
        request: { method: 'GET', url: `${app.url}/carts/7`, client_ip: '127.0.0.1', user_agent: 'test/1' },
        response: { status: 200, content_length: 10 },
      },
      annotations:
        framework === 'node:http'
          ? undefined
          : { route: framework === 'hapi' ? '/carts/{id}' : '/carts/:id' },
      error: undefined,
      fault: undefined,
      in_progress: undefined,
    });
  });

  test('answers are the same with and without us', async () => {
    const recording = await start(startApp);
    const without = await startApp(plain);
    open.push(without);
    for (const path of ['/carts/7', '/fails', '/refused', '/missing']) {
      const [ours, theirs] = await Promise.all([ask(recording.url + path), ask(without.url + path)]);
      expect([ours.status, withoutStack(ours.body)]).toEqual([theirs.status, withoutStack(theirs.body)]);
      const names = ({ headers }: typeof ours): string[] => Object.keys(headers).sort();
      expect(names(ours)).toEqual(names(theirs));
    }
  });

  test('errors are recorded with their exceptions, and count as the response says', async () => {
    const app = await start(startApp);
    for (const path of ['/fails', '/refused', '/missing']) await ask(app.url + path);
    await documents(app, 3);
    const seen = app.traces.documents.map(({ http, error, fault, cause }) => ({
      path: http?.request?.url?.slice(app.url.length),
      status: http?.response?.status,
      error,
      fault,
      messages: typeof cause === 'object' ? cause.exceptions?.map(({ message }) => message) : undefined,
    }));
    // A listener of node:http that answers its own errors keeps them to itself.
    const messages = (message: string) => (framework === 'node:http' ? {} : { messages: [message] });
    expect(JSON.parse(JSON.stringify(seen))).toMatchObject([
      { path: '/fails', status: 500, fault: true, ...messages('no stock') },
      { path: '/refused', status: 403, error: true, ...messages('not yours') },
      { path: '/missing', status: 404, error: true },
    ]);
  });

  test('500 parallel requests keep to their own segments', async () => {
    const { recorder } = record();
    const app = await start(startApp, {
      show: async (id) => {
        const before = recorder.currentSegment()?.traceId;
        await new Promise((later) => setTimeout(later, Number(id) % 7));
        recorder.annotate('cart', id);
        return { before, after: recorder.currentSegment()?.traceId };
      },
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 50 });
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, id) => {
        const root = `1-5759e988-${String(id).padStart(24, '0')}`;
        const headers = { 'x-amzn-trace-id': `Root=${root};Sampled=1` };
        return { root, ...JSON.parse((await ask(`${app.url}/carts/${id}`, { agent, headers })).body) };
      }),
    );
    agent.destroy();
    for (const { root, before, after } of answers) expect([before, after]).toEqual([root, root]);
    await documents(app, 500);
    for (const { trace_id, annotations } of app.traces.documents)
      expect(trace_id).toBe(`1-5759e988-${String(annotations?.['cart']).padStart(24, '0')}`);
  });

  test('ignored paths have no segment, and nothing current', async () => {
    const { recorder } = record();
    const current = async () => ({ current: recorder.currentSegment() !== undefined });
    const app = await start(startApp, { show: current }, { ignore: ['/carts/health*'] });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const bodies: string[] = [];
    for (const id of ['1', 'health', '2']) bodies.push((await ask(`${app.url}/carts/${id}`, { agent })).body);
    agent.destroy();
    expect(bodies).toEqual(['{"current":true}', '{"current":false}', '{"current":true}']);
    await documents(app, 2);
    expect(app.traces.documents).toHaveLength(2);
  });

  test('a client that goes away ends its segment as an error', async () => {
    let begun = (): void => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const app = await start(startApp, {
      show: () => {
        begun();
        return new Promise(() => {});
      },
    });
    const outgoing = get(`${app.url}/carts/1`).on('error', () => {});
    await hasBegun;
    outgoing.destroy();
    await documents(app, 1);
    expect(only(app.traces)).toMatchObject({ error: true });
    expect(JSON.stringify(only(app.traces).cause)).toContain('RequestAborted');
  });

  test('pipelined requests keep to their own segments, also when the connection is cut', async () => {
    const { recorder } = record();
    const hanging: string[] = [];
    const app = await start(startApp, {
      show: async (id) => {
        recorder.annotate('cart', id);
        if (!id.startsWith('hangs')) return { trace: recorder.currentSegment()?.traceId };
        hanging.push(id);
        return new Promise(() => {});
      },
    });
    const rootOf = (n: number): string => `1-5759e988-${String(n).padStart(24, '0')}`;
    const get = (id: string, n: number, more = ''): string =>
      `GET /carts/${id} HTTP/1.1\r\nHost: h\r\nX-Amzn-Trace-Id: Root=${rootOf(n)};Sampled=1\r\n${more}\r\n`;
    const answer = await raw(app.url, get('1', 1) + get('2', 2) + get('3', 3, 'Connection: close\r\n'));
    expect([...answer.matchAll(/"trace":"([^"]+)"/g)].map(([, trace]) => trace)).toEqual(
      [1, 2, 3].map(rootOf),
    );
    await documents(app, 3);
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => {}).write(get('hangs4', 4) + get('hangs5', 5));
    await until(
      () => hanging.length === 2,
      () => `${hanging} hang`,
    );
    socket.destroy();
    await documents(app, 5);
    const seen = app.traces.documents.map(({ trace_id, annotations, error }) => [
      trace_id,
      annotations?.['cart'],
      error,
    ]);
    expect(seen.sort()).toEqual([
      [rootOf(1), '1', undefined],
      [rootOf(2), '2', undefined],
      [rootOf(3), '3', undefined],
      [rootOf(4), 'hangs4', true],
      [rootOf(5), 'hangs5', true],
    ]);
  });

  test('a stream is recorded to its end; one that the client gives up half-way is an error', async () => {
    let isEndless = false;
    const app = await start(startApp, {
      async *feed() {
        yield 'first ';
        while (isEndless) {
          await new Promise((later) => setTimeout(later, 1));
          yield 'again ';
        }
        yield 'last';
      },
    });
    expect(await ask(`${app.url}/feed`)).toMatchObject({ status: 200, body: 'first last' });
    await documents(app, 1);
    isEndless = true;
    const outgoing = get(`${app.url}/feed`, (response) =>
      response.on('error', () => {}).once('data', () => outgoing.destroy()),
    );
    await documents(app, 2);
    isEndless = false;
    const [whole, given] = app.traces.documents;
    expect(whole).toMatchObject({ http: { response: { status: 200 } } });
    expect(whole?.error).toBeUndefined();
    expect(given).toMatchObject({ error: true, http: { response: { status: 200 } } });
  });

  test('hostile headers change nothing: too long, binary, thousands of pairs', async () => {
    const app = await start(startApp);
    const root = '1-5759e988-bd862e3fe1be46a994272793';
    for (const value of [
      `Root=${root};${'x'.repeat(6000)}`,
      '\x80\xff\xfe;Root=\xff;Parent=;;;=',
      `Root=${root};${Array.from({ length: 2500 }, (_, n) => `${n.toString(36)}=`).join(';')}`,
    ]) {
      const answer = await raw(
        app.url,
        `GET /carts/7 HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: ${value.slice(0, 1500)}\r\nX-Amzn-Trace-Id: ${value}\r\nUser-Agent: ${value.slice(0, 1500)}\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toContain('200 OK');
    }
    await documents(app, 3);
    for (const { http } of app.traces.documents) {
      expect(http?.request).toMatchObject({ url: 'http://h/carts/7', client_ip: '127.0.0.1' });
      expect(http?.request?.user_agent?.length).toBeLessThanOrEqual(1000);
    }
  });
});

/** Express shows the stack, whose last lines are where its router was called from. */
function withoutStack(body: string): string {
  return body.replace(/<br>.*<\/pre>/, '');
}

/** Sends bytes as they are, and gives all that is answered. */
function raw(url: string, text: string): Promise<string> {
  return new Promise((answered, failed) => {
    let answer = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1').on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => answered(answer)).on('error', failed);
  });
}

test.each([
  ['fastify4', fastify4],
  ['fastify5', fastify5],
] as const)('a request that a test injects into %s is recorded as answered', async (_name, create) => {
  const recording = record();
  const { recorder, traces } = recording;
  const app = (create as typeof fastify5)();
  app.register(fastify('shop', { recorder }));
  app.get('/', async () => ({ id: '7' }));
  expect((await app.inject('/')).body).toBe('{"id":"7"}');
  await documents(recording, 1);
  expect(only(traces)).toMatchObject({ http: { response: { status: 200 } } });
  expect(only(traces).error).toBeUndefined();
});
