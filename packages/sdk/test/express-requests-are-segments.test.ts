import createApp, { type Express, json, Router } from 'express';
import { afterEach, expect, test } from 'vitest';
import { express, expressErrors } from '../src/integrations/express/index.js';
import { handler } from '../src/integrations/http/index.js';
import { ask, serve, type TestServer } from './http-server.js';
import { find, only, record, type TestRecording } from './recording.js';
import { until } from './udp-receiver.js';

const open: TestServer[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

async function app(
  build: (app: Express, recording: TestRecording) => void,
): Promise<TestRecording & { url: string }> {
  const recording = record();
  const built = createApp();
  built.set('env', 'test');
  built.use(express('shop', { recorder: recording.recorder }));
  build(built, recording);
  const server = await serve(built);
  open.push(server);
  return { ...recording, url: server.url };
}

test('a request is a segment, current in routes and after the body was read', async () => {
  const { url, traces } = await app((routes, { recorder }) => {
    routes.use(json());
    routes.post('/carts/:id', async (request, response) => {
      const total = await recorder.capture('sum', async () => request.body.items.length);
      response.status(201).json({ total });
    });
  });
  const body = JSON.stringify({ items: [1, 2, 3] });
  const answer = await ask(`${url}/carts/7?x=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.body).toBe('{"total":3}');
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces)).toMatchObject({
    name: 'shop',
    http: {
      request: { method: 'POST', url: `${url}/carts/7` },
      response: { status: 201, content_length: 11 },
    },
  });
  find(only(traces), 'sum');
});

test('errors of routes are recorded, and count as the response says', async () => {
  const { url, traces } = await app((routes) => {
    const router = Router();
    router.get('/fails', async () => Promise.reject(new TypeError('no stock')));
    router.get('/refused', () => {
      throw Object.assign(new Error('not yours'), { status: 403 });
    });
    router.get('/handled', () => {
      throw new RangeError('bad id');
    });
    routes.use('/api', router);
    routes.use(
      (
        error: Error,
        _request: unknown,
        response: { status(code: number): { end(): void } },
        next: (error: Error) => void,
      ) => {
        if (error instanceof RangeError) response.status(400).end();
        else next(error);
      },
    );
  });
  for (const path of ['fails', 'refused', 'handled', 'missing']) await ask(`${url}/api/${path}`);
  await until(
    () => traces.documents.length === 4,
    () => 'documents are missing',
  );
  const seen = traces.documents.map(({ http, error, fault, cause }) => ({
    path: http?.request?.url?.slice(url.length),
    error,
    fault,
    exceptions: typeof cause === 'object' ? cause.exceptions?.map(({ message }) => message) : undefined,
  }));
  expect(seen).toEqual([
    { path: '/api/fails', fault: true, exceptions: ['no stock'] },
    { path: '/api/refused', error: true, exceptions: ['not yours'] },
    { path: '/api/handled', error: true, exceptions: ['bad id'] },
    { path: '/api/missing', error: true },
  ]);
});

test('an error that was recorded inside is referred to by its id', async () => {
  const { url, traces } = await app((routes, { recorder }) => {
    routes.get('/', () =>
      recorder.capture('stock', async () => {
        throw new Error('none left');
      }),
    );
    routes.use(expressErrors());
  });
  await ask(url);
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  const { cause } = find(only(traces), 'stock');
  expect(cause).toMatchObject({ exceptions: [{ message: 'none left' }] });
  expect(only(traces).cause).toBe((cause as { exceptions: { id: string }[] }).exceptions[0]?.id);
});

test('in a server that is wrapped already a request is one segment', async () => {
  const { recorder, traces } = record();
  const routes = createApp();
  routes.use(express('inner', { recorder }));
  routes.get('/', (_request, response) => {
    response.end();
  });
  const server = await serve(handler('outer', routes, { recorder }));
  open.push(server);
  await ask(server.url);
  await until(
    () => traces.documents.length === 1,
    () => 'no document',
  );
  expect(only(traces).name).toBe('outer');
});
