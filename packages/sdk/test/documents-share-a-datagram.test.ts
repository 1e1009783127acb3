import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { parseDaemonAddress } from '../src/emitter/daemon-address.js';
import { DatagramForm, type Datagrams } from '../src/emitter/datagram-form.js';
import { type EmitterTiming, UdpEmitter } from '../src/emitter/udp-emitter.js';
import { Recorder } from '../src/index.js';
import { ProblemLog } from '../src/logging/problem-log.js';
import { collectingLogger } from './recording.js';
import { listenUdp, type UdpReceiver, until } from './udp-receiver.js';

interface Sending {
  readonly daemon: UdpReceiver;
  readonly emitter: UdpEmitter;
  readonly form: DatagramForm;
}

/** An emitter whose socket is open, beside the daemon that hears it. */
async function sending(set: Datagrams | undefined, timing: EmitterTiming = {}): Promise<Sending> {
  const daemon = await listenUdp();
  const address = parseDaemonAddress(daemon.address);
  const form = new DatagramForm(address, set);
  const emitter = new UdpEmitter(address.udp, new ProblemLog(collectingLogger([]), 'debug'), form, timing);
  onTestFinished(async () => {
    await emitter.close();
    daemon.close();
  });
  emitter.emit('{"n":-1}');
  await emitter.flush();
  await daemon.received(1);
  daemon.datagrams.length = 0;
  daemon.documents.length = 0;
  return { daemon, emitter, form };
}

type Put = (emitter: UdpEmitter, document: object) => void;

/** Documents come as they are, or as text where they waited or were split. */
const ways: [way: string, put: Put][] = [
  ['as text', (emitter, document) => emitter.emit(JSON.stringify(document))],
  [
    'as it is',
    (emitter, document) => {
      if (!emitter.emitDocument(document)) emitter.emit(JSON.stringify(document));
    },
  ],
];

const numbered = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ n, ...more }));

test.each(ways)(
  '%s: what comes together goes in one datagram, in order, and counts as so many documents',
  async (_way, put) => {
    const { daemon, emitter } = await sending('lines');
    const documents = numbered(40, { text: 'Zürich\n\u2028"\\ \ud83d\ude80' });
    for (const one of documents) put(emitter, one);
    await emitter.flush();
    expect(await daemon.received(40)).toEqual(documents);
    expect(daemon.datagrams).toHaveLength(1);
    expect(emitter.counters).toEqual({ sent: 41, dropped: 0 });
  },
);

test.each(ways)('%s: nobody has to flush: what waits for more goes by itself', async (_way, put) => {
  const { daemon, emitter } = await sending('lines');
  put(emitter, { n: 0 });
  put(emitter, { n: 1 });
  expect(await daemon.received(2)).toEqual(numbered(2));
  expect(daemon.datagrams).toHaveLength(1);
});

test.each(ways)('%s: a document that stays alone goes as to AWS’s daemon', async (_way, put) => {
  const { daemon, emitter } = await sending('lines');
  put(emitter, { n: 0 });
  await daemon.received(1);
  expect(daemon.datagrams).toEqual(['{"format":"json","version":1}\n{"n":0}']);
});

test.each(ways)(
  '%s: a datagram is bounded, and a document beyond the bound goes alone',
  async (_way, put) => {
    const { daemon, emitter } = await sending('lines');
    const documents = [
      ...numbered(15, { text: 'x'.repeat(3000) }),
      ...numbered(1, { text: 'ü'.repeat(32_000) }),
      ...numbered(2),
    ];
    for (const one of documents) put(emitter, one);
    await emitter.flush();
    expect(await daemon.received(18)).toEqual(documents);
    const sizes = daemon.datagrams.map((text) => Buffer.byteLength(text));
    expect(sizes.filter((bytes) => bytes > 32 * 1024)).toHaveLength(1);
    expect(sizes.length).toBeLessThan(6);
    expect(emitter.counters.dropped).toBe(0);
  },
);

test('text and documents as they are keep their order in one datagram, and what is no plain data stays out', async () => {
  const { daemon, emitter } = await sending('lines');
  expect(emitter.emitDocument({ n: 0 })).toBe(true);
  emitter.emit('{"n":1}');
  expect(emitter.emitDocument({ n: 2, at: new Date(0) })).toBe(false);
  expect(emitter.emitDocument({ n: 2, text: 'x'.repeat(70_000) })).toBe(false);
  expect(emitter.emitDocument({ n: 2 })).toBe(true);
  await emitter.flush();
  expect(await daemon.received(3)).toEqual(numbered(3));
  expect(daemon.datagrams).toHaveLength(1);
  expect(emitter.counters).toEqual({ sent: 4, dropped: 0 });
});

test('what an application put into a block goes out as JSON has it, however it is made', async () => {
  const daemon = await listenUdp();
  const recorder = new Recorder({ daemonAddress: daemon.address, sampling: 'all', datagrams: 'lines' }, {});
  const at = new Date(0);
  for (const url of ['https://shop.example/ü', new URL('https://shop.example/') as unknown as string])
    recorder.segment('shop', (segment) => segment.setHttp({ request: { url, at } as object }));
  await recorder.shutdown();
  const [first, second] = await daemon.received(2);
  expect(first).toMatchObject({ http: { request: { url: 'https://shop.example/ü', at: at.toISOString() } } });
  expect(second).toMatchObject({ http: { request: { url: 'https://shop.example/' } } });
  daemon.close();
});

test.each(ways)(
  '%s: a datagram that the system refuses for its size goes in smaller ones; nothing is lost',
  async (_way, put) => {
    const { daemon, emitter } = await sending('lines', { packedBytes: 100_000 });
    const documents = numbered(13, { text: 'x'.repeat(6000) });
    for (const one of documents) put(emitter, one);
    await emitter.flush();
    const numbers = (await daemon.received(13)).map((one) => (one as unknown as { n: number }).n);
    expect(numbers.sort((a, b) => a - b)).toEqual(documents.map(({ n }) => n));
    for (const text of daemon.datagrams) expect(Buffer.byteLength(text)).toBeLessThan(9100);
    expect(emitter.counters).toEqual({ sent: 14, dropped: 0 });
  },
);

test('documents from before the socket was open share datagrams too', async () => {
  const daemon = await listenUdp();
  const address = parseDaemonAddress(daemon.address);
  const form = new DatagramForm(address, 'lines');
  const emitter = new UdpEmitter(address.udp, new ProblemLog(collectingLogger([]), 'debug'), form);
  for (let n = 0; n < 50; n++) emitter.emit(JSON.stringify({ n }));
  await emitter.close();
  expect(await daemon.received(50)).toEqual(numbered(50));
  expect(daemon.datagrams).toHaveLength(1);
  daemon.close();
});

test.each(ways)(
  '%s: without a word from the daemon each document has a datagram of its own; its word is taken, and taken back',
  async (_way, put) => {
    const { daemon, emitter, form } = await sending(undefined);
    const emitTwo = async (datagrams: number): Promise<void> => {
      const before = daemon.datagrams.length;
      put(emitter, { n: 0 });
      put(emitter, { n: 1 });
      await emitter.flush();
      await until(
        () => daemon.datagrams.length === before + datagrams,
        () => `${daemon.datagrams.length - before} datagrams came, not ${datagrams}`,
      );
    };
    await emitTwo(2);
    form.told('lines');
    await emitTwo(1);
    form.told(undefined);
    await emitTwo(2);
  },
);

test('a daemon that goes away is not taken for the one that comes after it', async () => {
  const { daemon, emitter, form } = await sending(undefined, { retryMs: 10 });
  form.told('lines');
  daemon.close();
  await until(
    () => {
      emitter.emit('{"n":0}');
      emitter.emit('{"n":1}');
      return !form.packed;
    },
    () => 'the word of a daemon that is gone still holds',
  );
  expect(emitter.counters.dropped).toBeGreaterThan(0);
});

test.each<[string, Datagrams | undefined, unknown, boolean]>([
  ['127.0.0.1:2000', undefined, 'lines', true],
  ['127.0.0.1:2000', undefined, 'other', false],
  ['127.0.0.1:2000', 'one', 'lines', false],
  ['127.0.0.1:2000', 'lines', undefined, true],
  ['udp:127.0.0.1:2000 tcp:127.0.0.1:2001', undefined, 'lines', false],
  ['udp:127.0.0.1:2000 tcp:127.0.0.2:2000', undefined, 'lines', false],
])('at %s, set to %s, a daemon that says %s gets several in one: %s', (address, set, word, packed) => {
  const form = new DatagramForm(parseDaemonAddress(address), set);
  form.told(word);
  expect(form.packed).toBe(packed);
});

test('in Lambda each document has a datagram of its own, whatever is set', async () => {
  const daemon = await listenUdp();
  const recorder = new Recorder(
    { daemonAddress: daemon.address, sampling: 'all', datagrams: 'lines' },
    { LAMBDA_TASK_ROOT: '/var/task', RADIOGRAPH_DATAGRAMS: 'lines' },
  );
  for (const name of ['a', 'b', 'c']) recorder.segment(name, () => {});
  await recorder.shutdown();
  await daemon.received(3);
  expect(daemon.datagrams).toHaveLength(3);
  daemon.close();
});

test('the variable beats the option, and nonsense is told and ignored', async () => {
  const lines: string[] = [];
  const write = (_: object, message: string) => void lines.push(message);
  const logger = { debug: write, info: write, warn: write, error: write };
  const recorder = (env: string) =>
    new Recorder({ datagrams: 'lines', logger }, { RADIOGRAPH_DATAGRAMS: env });
  const datagramsFor = async (env: string): Promise<number> => {
    const daemon = await listenUdp();
    const one = recorder(env);
    one.configure({ daemonAddress: daemon.address, sampling: 'all' });
    one.segment('a', () => {});
    one.segment('b', () => {});
    await one.shutdown();
    await daemon.received(2);
    daemon.close();
    return daemon.datagrams.length;
  };
  expect(await datagramsFor('one')).toBe(2);
  expect(await datagramsFor('LINES')).toBe(1);
  expect(lines).toEqual([]);
  expect(await datagramsFor('two')).toBe(1);
  expect(new Set(lines)).toEqual(new Set([expect.stringContaining('RADIOGRAPH_DATAGRAMS=two')]));
  expect(() => new Recorder({ datagrams: 'two' as 'one' }, {})).toThrow(
    /datagrams is 'two'; give one of one, lines/,
  );
});

test.each([
  ['process.exit', 'process.exit(0)', 0],
  ['an exception that nobody catches', 'throw new Error("on purpose")', 1],
  ['its last line', '', 0],
])('a process that ends by %s takes nothing with it that it held', async (_how, end, exitCode) => {
  const daemon = await listenUdp();
  const code = `
    const { Recorder } = await import('@radiograph/sdk');
    const recorder = new Recorder({ daemonAddress: '${daemon.address}', sampling: 'all', datagrams: 'lines' }, {});
    recorder.segment('first', () => {});
    await recorder.flush();
    for (let n = 0; n < 20; n++) recorder.segment('held ' + n, () => {});
    ${end}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: new URL('..', import.meta.url).pathname,
    stdio: 'ignore',
  });
  expect((await once(child, 'exit'))[0]).toBe(exitCode);
  await daemon.received(21);
  expect(daemon.datagrams).toHaveLength(2);
  daemon.close();
});
