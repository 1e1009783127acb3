import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseDaemonAddress } from '../src/emitter/daemon-address.js';
import { DatagramForm } from '../src/emitter/datagram-form.js';
import { type EmitterTiming, UdpEmitter } from '../src/emitter/udp-emitter.js';
import { ProblemLog } from '../src/logging/problem-log.js';
import { collectingLogger, type LogLine } from './recording.js';
import { listenUdp, until } from './udp-receiver.js';

const RETRY_MS = 30;

function emitterFor(address: string, timing: EmitterTiming = {}): { emitter: UdpEmitter; logged: LogLine[] } {
  const logged: LogLine[] = [];
  const problems = new ProblemLog(collectingLogger(logged), 'debug');
  const daemon = parseDaemonAddress(address);
  const { udp } = daemon;
  const form = new DatagramForm(daemon, undefined);
  return { emitter: new UdpEmitter(udp, problems, form, { retryMs: RETRY_MS, ...timing }), logged };
}

const document = (n: number): string => JSON.stringify({ n });

test('L22: a datagram is the header line and one document', async () => {
  const daemon = await listenUdp();
  const { emitter } = emitterFor(daemon.address);
  emitter.emit(document(1));
  await emitter.flush();
  await daemon.received(1);
  expect(daemon.datagrams).toEqual(['{"format":"json","version":1}\n{"n":1}']);
  expect(emitter.counters).toEqual({ sent: 1, dropped: 0 });
  await emitter.close();
  daemon.close();
});

test.each(['localhost', '127.0.0.1'])(
  'documents emitted before the socket is open to %s arrive in order',
  async (host) => {
    const daemon = await listenUdp();
    const { emitter } = emitterFor(daemon.address.replace('127.0.0.1', host));
    for (let n = 0; n < 50; n++) emitter.emit(document(n));
    await emitter.close();
    expect(await daemon.received(50)).toEqual(Array.from({ length: 50 }, (_, n) => ({ n })));
    daemon.close();
  },
);

test('what a process emits last, before it ends at once, is sent', async () => {
  const daemon = await listenUdp();
  const place = (module: string): string => new URL(`../dist/esm/${module}`, import.meta.url).href;
  const program = `
    import { parseDaemonAddress } from '${place('emitter/daemon-address.js')}';
    import { DatagramForm } from '${place('emitter/datagram-form.js')}';
    import { UdpEmitter } from '${place('emitter/udp-emitter.js')}';
    const address = parseDaemonAddress('${daemon.address}');
    new UdpEmitter(address.udp, undefined, new DatagramForm(address, 'one')).emit('{"n":1}');
    process.exit();`;
  spawnSync(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'inherit' });
  expect(await daemon.received(1)).toEqual([{ n: 1 }]);
  daemon.close();
});

test('a daemon on IPv6 is reached', async () => {
  const daemon = await listenUdp('::1');
  const { emitter } = emitterFor(daemon.address);
  emitter.emit(document(1));
  await emitter.close();
  await daemon.received(1);
  daemon.close();
});

test('a daemon that is away costs the documents of that time, which are counted, and is found when it comes', async () => {
  const first = await listenUdp();
  const port = Number(first.address.split(':')[1]);
  const { emitter, logged } = emitterFor(first.address);
  emitter.emit(document(0));
  await first.received(1);
  first.close();
  for (let n = 0; n < 20; n++) {
    emitter.emit(document(n));
    await new Promise((waited) => setTimeout(waited, 5));
  }
  await until(
    () => emitter.counters.dropped > 0,
    () => 'nothing was dropped',
  );
  const second = await listenUdp('127.0.0.1', port);
  await until(
    () => {
      emitter.emit(document(99));
      return second.documents.length > 0;
    },
    () => 'the daemon was not found again',
  );
  await emitter.close();
  expect(logged.filter(({ code }) => code === 'sdk/documents-dropped')).toHaveLength(1);
  second.close();
});

test('D7: a name that cannot be resolved drops nothing while there is room, blocks nothing, and logs once', async () => {
  const { emitter, logged } = emitterFor('no-such-host.invalid:2000');
  for (let n = 0; n < 100; n++) emitter.emit(document(n));
  await emitter.flush();
  await new Promise((waited) => setTimeout(waited, 3 * RETRY_MS));
  expect(emitter.counters).toEqual({ sent: 0, dropped: 0 });
  expect(logged).toHaveLength(1);
  const large = 'x'.repeat(1024 * 1024);
  for (let n = 0; n < 10; n++) emitter.emit(large);
  expect(emitter.counters.dropped).toBe(7);
  await emitter.close();
  expect(emitter.counters).toEqual({ sent: 0, dropped: 110 });
});

test('a daemon whose name leads elsewhere is found, though its old place refuses nothing', async () => {
  const first = await listenUdp();
  const port = Number(first.address.split(':')[1]);
  const second = await listenUdp('127.0.0.2', port);
  let address = '127.0.0.1';
  const { emitter, logged } = emitterFor(`daemon.internal:${port}`, {
    resolveEveryMs: 5,
    resolve: async () => [address],
  });
  emitter.emit(document(1));
  await first.received(1);
  address = '127.0.0.2';
  await until(
    () => {
      emitter.emit(document(2));
      return second.documents.length > 0;
    },
    () => 'the new place was not found',
  );
  await emitter.close();
  expect(emitter.counters.dropped).toBe(0);
  expect(logged).toEqual([]);
  first.close();
  second.close();
});

test('where a name has several addresses, the one that answers is found', async () => {
  const daemon = await listenUdp();
  const { emitter } = emitterFor(daemon.address.replace('127.0.0.1', 'daemon.internal'), {
    resolve: async () => ['127.0.0.3', '127.0.0.1'],
  });
  await until(
    () => {
      emitter.emit(document(1));
      return daemon.documents.length > 0;
    },
    () => 'the second address was not tried',
  );
  await emitter.close();
  daemon.close();
});

test('after close documents are dropped and counted', async () => {
  const daemon = await listenUdp();
  const { emitter } = emitterFor(daemon.address);
  await emitter.close();
  emitter.emit(document(1));
  await emitter.close();
  expect(emitter.counters).toEqual({ sent: 0, dropped: 1 });
  daemon.close();
});

test('a datagram that the system refuses as too large makes later documents smaller', async () => {
  const daemon = await listenUdp();
  const { emitter } = emitterFor(daemon.address);
  const before = emitter.maxDocumentBytes;
  emitter.emit('x'.repeat(70_000));
  await emitter.flush();
  expect(before).toBe(65_477);
  expect(emitter.maxDocumentBytes).toBeLessThan(9000);
  expect(emitter.counters.dropped).toBe(1);
  await emitter.close();
  daemon.close();
});

test.each([
  ['127.0.0.1:2000', { host: '127.0.0.1', port: 2000 }, { host: '127.0.0.1', port: 2000 }],
  [
    'tcp:127.0.0.1:2000 udp:127.0.0.2:2001',
    { host: '127.0.0.2', port: 2001 },
    { host: '127.0.0.1', port: 2000 },
  ],
  ['udp:daemon.local:2001 tcp:[::1]:2000', { host: 'daemon.local', port: 2001 }, { host: '::1', port: 2000 }],
  ['localhost:2000', { host: 'localhost', port: 2000 }, { host: 'localhost', port: 2000 }],
])('D1 D2 D6: %s is understood', (text, udp, tcp) => {
  expect(parseDaemonAddress(text)).toEqual({ udp, tcp });
});

test.each([
  'udp:127.0.0.1:1 udp:127.0.0.1:2',
  'udp:127.0.0.1:2000',
  'tcp:1.2.1:2a udp:1.2.1:2',
  'udp:a:1 tcp:a:r4',
  'localhost:',
  'localhost:0',
  'localhost:65536',
  ':2000',
  'a b c',
  '::1:2000',
  '',
])("D3 D4 D5: '%s' is refused with a clear message", (text) => {
  expect(() => parseDaemonAddress(text)).toThrow(
    /^sdk\/invalid-daemon-address: '.*' is not a daemon address; /,
  );
});
