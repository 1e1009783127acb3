import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { Agent, get as secureGet } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { apps, http2Apps, type RunningApp, type Transport, type Work } from './frameworks/apps.js';
import { record, type TestRecording } from './recording.js';
import { selfMade } from './self-made-certificate.js';
import { until } from './udp-receiver.js';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Spoken {
  readonly status: number;
  readonly body: string;
}
/** Asks for a path, with the id of a trace where one is given; `abort` gives up after the first piece of the body. */
type Ask = (path: string, root?: string, abort?: boolean) => Promise<Spoken>;

const header = (root: string | undefined): Record<string, string> =>
  root === undefined ? {} : { 'x-amzn-trace-id': `Root=${root};Sampled=1` };

function speakTls(url: string): Ask {
  const agent = new Agent({ ca: selfMade.cert, keepAlive: true, maxSockets: 20 });
  open.push(() => agent.destroy());
  return (path, root, abort = false) =>
    new Promise((answered, failed) => {
      const outgoing = secureGet(url + path, { agent, headers: header(root) }, (response) => {
        let body = '';
        const done = (): void => answered({ status: response.statusCode ?? 0, body });
        response.setEncoding('utf8').on('data', (chunk) => {
          body += chunk;
          if (abort) outgoing.destroy();
        });
        response.on('end', done).on('error', done);
      });
      outgoing.on('error', failed);
    });
}

function speakHttp2(url: string): Ask {
  const session: ClientHttp2Session = connectHttp2(url, { ca: selfMade.cert });
  open.push(() => session.destroy());
  return (path, root, abort = false) =>
    new Promise((answered, failed) => {
      const stream = session.request({ ':path': path, ...header(root) });
      let status = 0;
      let body = '';
      stream.on('response', (headers) => {
        status = Number(headers[':status']);
      });
      stream.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
        if (abort) stream.close(8);
      });
      stream.on('close', () => answered({ status, body })).on('error', failed);
    });
}

const plain: Work = {
  show: async (id) => ({ id }),
  fail: () => {
    throw new TypeError('no stock');
  },
};

type Rig = TestRecording & { readonly url: string; readonly ask: Ask };

async function start(name: string, transport: Transport, work: Partial<Work> = {}): Promise<Rig> {
  const recording = record();
  const startApp = apps[name] as NonNullable<(typeof apps)[string]>;
  const app: RunningApp = await startApp(
    { ...plain, ...work },
    { recorder: recording.recorder, route: true },
    transport,
  );
  open.push(() => app.close());
  return { ...recording, url: app.url, ask: transport === 'tls' ? speakTls(app.url) : speakHttp2(app.url) };
}

async function documents({ traces }: TestRecording, count: number): Promise<void> {
  await until(
    () => traces.documents.length >= count,
    () => `${traces.documents.length} documents instead of ${count}`,
  );
}

const pairs = Object.keys(apps).flatMap((name): [string, Transport][] =>
  http2Apps.includes(name)
    ? [
        [name, 'tls'],
        [name, 'http2'],
      ]
    : [[name, 'tls']],
);

describe.each(pairs)('%s over %s', (name, transport) => {
  test('requests are recorded with https, their status, their client and the errors of handlers', async () => {
    const rig = await start(name, transport);
    expect(await rig.ask('/carts/7?token=secret')).toEqual({ status: 200, body: '{"id":"7"}' });
    await documents(rig, 1);
    expect((await rig.ask('/fails')).status).toBe(500);
    await documents(rig, 2);
    const [shown, failed] = rig.traces.documents;
    expect(shown).toMatchObject({
      name: 'shop',
      http: {
        request: { method: 'GET', url: `${rig.url}/carts/7`, client_ip: '127.0.0.1' },
        response: { status: 200 },
      },
    });
    expect(failed).toMatchObject({ fault: true, http: { response: { status: 500 } } });
    if (name !== 'node:http') expect(JSON.stringify(failed?.cause)).toContain('no stock');
  });

  test('100 parallel requests keep to their own segments', async () => {
    const { recorder } = record();
    const rig = await start(name, transport, {
      show: async (id) => {
        await new Promise((later) => setTimeout(later, Number(id) % 5));
        recorder.annotate('cart', id);
        return { trace: recorder.currentSegment()?.traceId };
      },
    });
    const rootOf = (id: number | string): string => `1-5759e988-${String(id).padStart(24, '0')}`;
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, id) => {
        const { body } = await rig.ask(`/carts/${id}`, rootOf(id));
        return [JSON.parse(body).trace, rootOf(id)];
      }),
    );
    for (const [trace, root] of answers) expect(trace).toBe(root);
    await documents(rig, 100);
    for (const { trace_id, annotations } of rig.traces.documents)
      expect(trace_id).toBe(rootOf(String(annotations?.['cart'])));
  });

  test('a stream is recorded to its end; one that the client gives up half-way is an error', async () => {
    const rig = await start(name, transport, {
      async *feed() {
        yield 'first ';
        yield 'second';
      },
    });
    expect(await rig.ask('/feed')).toEqual({ status: 200, body: 'first second' });
    await documents(rig, 1);
    expect(rig.traces.documents[0]).toMatchObject({ http: { response: { status: 200 } } });
    expect(rig.traces.documents[0]?.error).toBeUndefined();
    const endless = await start(name, transport, {
      async *feed() {
        for (;;) {
          yield 'again ';
          await new Promise((later) => setTimeout(later, 1));
        }
      },
    });
    expect((await endless.ask('/feed', undefined, true)).body).toContain('again');
    await documents(endless, 1);
    expect(endless.traces.documents[0]).toMatchObject({ error: true, http: { response: { status: 200 } } });
    expect(JSON.stringify(endless.traces.documents[0]?.cause)).toContain('RequestAborted');
  });
});
