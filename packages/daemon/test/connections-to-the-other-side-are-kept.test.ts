import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Peer, PostConnections } from '../src/aws/post-connections.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { documents, openRelay } from './relay-rig.js';

/** A key and a certificate for localhost that nobody has signed. */
const pem = readFileSync(join(import.meta.dirname, 'rig/localhost.pem'));
const body = new TextEncoder().encode('{}');

async function listen(server: Server): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

function open(url: string, peer: Partial<Peer> = {}): PostConnections {
  const opened = new PostConnections({ url: new URL(url), noVerify: false, timeoutMs: 5000, ...peer });
  onTestFinished(() => opened.close());
  return opened;
}

const post = (connections: PostConnections, signal: AbortSignal = new AbortController().signal) =>
  connections.post({ 'content-type': 'application/json' }, body, { signal, mostBytes: 1000 });

it('one after the other over one, at once over several, and after one that was closed over another', async () => {
  const server = createServer((_, response) => response.end('{"a":1}'));
  const { port, connections } = await listen(server);
  const opened = open(`http://127.0.0.1:${port}`);
  for (let turn = 0; turn < 5; turn++)
    expect(await post(opened)).toMatchObject({ status: 200, isSent: true, body: Buffer.from('{"a":1}') });
  expect(connections()).toBe(1);
  await Promise.all([post(opened), post(opened), post(opened)]);
  expect(connections()).toBe(3);
  server.closeIdleConnections();
  // What is closed is noticed when its end arrives; until then a post may still fail.
  await eventually(() => post(opened));
  expect(connections()).toBeGreaterThan(3);
});

it('one that the other side would have closed by now is not used', async () => {
  const server = createServer((_, response) => response.end('{}'));
  server.keepAliveTimeout = 1000;
  const { port, connections } = await listen(server);
  const opened = open(`http://127.0.0.1:${port}`);
  for (let turn = 0; turn < 3; turn++) await post(opened);
  expect(connections()).toBe(3);
});

it('over TLS, where the certificate is good or not looked at', async () => {
  const server = createHttpsServer({ key: pem, cert: pem }, (_, response) => response.end('{}'));
  const { port } = await listen(server);
  const url = `https://localhost:${port}`;
  expect(await post(open(url, { noVerify: true }))).toMatchObject({ status: 200 });
  await expect(post(open(url))).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

it('a post that is abandoned, or overdue, fails at once and costs the next one nothing', async () => {
  let answers = false;
  const server = createServer((_, response) => void (answers && response.end('{}')));
  const { port } = await listen(server);
  const abort = new AbortController();
  const opened = open(`http://127.0.0.1:${port}`, { timeoutMs: 100 });
  const abandoned = post(opened, abort.signal);
  abort.abort(new Error('no more'));
  await expect(abandoned).rejects.toThrow('no more');
  await expect(post(opened)).rejects.toMatchObject({ name: 'Overdue' });
  answers = true;
  expect(await post(open(`http://127.0.0.1:${port}`))).toMatchObject({ status: 200 });
});

it('no value of a header may end it', async () => {
  const opened = open('http://127.0.0.1:1');
  expect(() =>
    opened.post({ a: 'b\r\nc: d' }, body, { signal: new AbortController().signal, mostBytes: 1 }),
  ).toThrow('the header a holds what no header may hold');
});

it('documents go through a proxy where there is one', async () => {
  const xray = await startFakeXray();
  const proxied: (string | undefined)[] = [];
  const proxy = createServer((asked, answer) => {
    proxied.push(asked.url);
    const on = request(String(asked.url), { method: 'POST', headers: asked.headers }, (response) =>
      response.pipe(answer.writeHead(response.statusCode ?? 502, response.headers)),
    );
    asked.pipe(on);
  });
  proxy.on('connect', ({ url = '' }, socket) => {
    const [host = '', port] = url.split(':');
    proxied.push(url);
    const on = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    socket.pipe(on).pipe(socket);
  });
  const { port } = await listen(proxy);
  const relay = await openRelay(xray.url, {}, { proxy: new URL(`http://127.0.0.1:${port}`) });
  await relay.accept(documents(10));
  await eventually(() => expect(relay.counters().sent).toBe(10));
  expect(proxied).toEqual([`${xray.url}/TraceSegments`]);
});
