import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { Spool, type SpoolOptions } from '../src/spool/spool.js';
import { eventually } from './eventually.js';
import { type Mood, startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';
import { balance, documents, openRelay } from './relay-rig.js';
import { temporaryFolder } from './temporary-folder.js';

async function openSpool(options: Partial<SpoolOptions> = {}): Promise<Spool> {
  const spool = await Spool.open({ folder: temporaryFolder(), ...options });
  onTestFinished(() => spool.close());
  return spool;
}

const numbered = (from: number, count: number) => documents(count, (index) => `{"n":${from + index}}`);
const numbersOf = (texts: readonly string[]) => texts.map((text) => (JSON.parse(text) as { n: number }).n);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

it('what is sent during an outage goes to disk and arrives in order afterwards, fresh ones beside it', async () => {
  const xray = await startFakeXray();
  const spool = await openSpool();
  xray.mood = 'unavailable';
  const relay = await openRelay(xray.url, { spool, concurrency: 2, attempts: 1 });
  for (let from = 0; from < 5000; from += 500) {
    await relay.accept(numbered(from, 500));
    await sleep(10);
  }
  await eventually(() => expect(relay.counters().spooled + relay.counters().waiting).toBe(5000));
  // What is still in memory would leave before the fresh ones.
  await eventually(() => expect(relay.counters().spooled).toBeGreaterThan(4800));
  expect(relay.counters()).toMatchObject({ sent: 0, dropped: {}, away: true });
  expect(balance(relay.counters())).toEqual({ owed: 5000, accounted: 5000 });
  xray.mood = 'slow';
  await eventually(() => expect(relay.counters().away).toBe(false));
  await relay.accept(numbered(5000, 50));
  await eventually(() => expect(numbersOf(xray.documents)).toContain(5049));
  expect(xray.documents.length).toBeLessThan(5050);
  xray.mood = 'well';
  await eventually(() => expect(relay.counters().sent).toBe(5050));
  const numbers = numbersOf(xray.documents);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(upTo(5050));
  expect(relay.counters()).toMatchObject({ spooled: 0, spooledBytes: 0, waiting: 0, dropped: {} });
});

it('one lane drains in the order of arrival to the document', async () => {
  const xray = await startFakeXray();
  const spool = await openSpool();
  await spool.append(numbered(0, 1000));
  const relay = await openRelay(xray.url, { spool, concurrency: 2 });
  await eventually(() => expect(xray.documents).toHaveLength(1000));
  expect(numbersOf(xray.documents)).toEqual(upTo(1000));
  await eventually(() => expect(relay.counters()).toMatchObject({ recovered: 1000, sent: 1000, spooled: 0 }));
});

it('while it is away it is asked by one attempt at a time', async () => {
  const xray = await startFakeXray();
  xray.mood = 'unavailable';
  const relay = await openRelay(xray.url, { spool: await openSpool(), concurrency: 8, attempts: 1 });
  await relay.accept(numbered(0, 400));
  // Eight went out together before the first failure was known; what follows are attempts to find out.
  await eventually(() => expect(xray.requests.length).toBeGreaterThan(10));
  let most = 0;
  const before = xray.requests.length;
  xray.latencyMs = 10;
  xray.moodOf = () => {
    most = Math.max(most, xray.underWay + 1);
    return undefined;
  };
  await eventually(() => expect(xray.requests.length).toBeGreaterThan(before + 5));
  expect(most).toBe(1);
});

it('closing while it is away puts everything on disk at once, and the next process sends it', async () => {
  const xray = await startFakeXray();
  xray.mood = 'hang';
  const folder = temporaryFolder();
  const spool = await openSpool({ folder });
  const relay = await openRelay(xray.url, { spool });
  await relay.accept(numbered(0, 333));
  await relay.close(200);
  expect(relay.counters()).toMatchObject({ sent: 0, spooled: 333, waiting: 0, dropped: {} });
  await spool.close();
  xray.mood = 'well';
  const next = await openRelay(xray.url, { spool: await openSpool({ folder }) });
  await eventually(() => expect(next.counters()).toMatchObject({ recovered: 333, sent: 333 }));
  expect(numbersOf(xray.documents).toSorted((a, b) => a - b)).toEqual(upTo(333));
});

it('closing without a spool waits for the answers, and counts what there is no time for', async () => {
  const xray = await startFakeXray();
  xray.mood = 'slow';
  const relay = await openRelay(xray.url, { batchAgeMs: 60_000 });
  await relay.accept(numbered(0, 10));
  await relay.close();
  expect(relay.counters()).toMatchObject({ sent: 10, waiting: 0 });
  xray.mood = 'hang';
  const other = await openRelay(xray.url);
  await other.accept(numbered(0, 10));
  await other.close(100);
  expect(other.counters()).toMatchObject({ sent: 0, dropped: { shutdown: 10 }, waiting: 0 });
});

it('a spool that is full drops its oldest, and the books say how many', async () => {
  const xray = await startFakeXray();
  xray.mood = 'unavailable';
  const log = recordedLog();
  const spool = await openSpool({ maxBytes: 1024 * 1024 });
  const relay = await openRelay(xray.url, { spool, logger: log, attempts: 1 });
  for (let from = 0; from < 4000; from += 200)
    await relay.accept(documents(200, (index) => `{"n":${from + index},"pad":"${'x'.repeat(980)}"}`));
  await eventually(() => expect(relay.counters().dropped['spool-full']).toBeGreaterThan(2900));
  xray.mood = 'well';
  await eventually(() => expect(relay.counters()).toMatchObject({ spooled: 0, waiting: 0 }));
  const { sent, dropped } = relay.counters();
  expect(sent + (dropped['spool-full'] ?? 0)).toBe(4000);
  expect(numbersOf(xray.documents)).toContain(3999);
  expect(log.lines.map(({ fields }) => fields['reason'])).toContain('spool-full');
});

it('chaos: whatever the endpoint does, every document is sent, refused or counted as dropped', async () => {
  const xray = await startFakeXray();
  const moods: readonly Mood[] = [
    'well',
    'reset',
    'throttle',
    'unavailable',
    'partial',
    'truncated',
    'html',
    'forbidden',
  ];
  let seed = 20_261_122;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  xray.moodOf = () => moods[Math.floor(random() * moods.length)];
  const relay = await openRelay(xray.url, { spool: await openSpool(), concurrency: 4, attempts: 2 });
  const total = 6000;
  for (let from = 0; from < total; from += 100) {
    await relay.accept(
      documents(100, (index) => {
        const n = from + index;
        return `{"n":${n},"id":"${n.toString(16).padStart(16, '0')}"${n % 100 === 7 ? ',"refuse-me":1' : ''}}`;
      }),
    );
    await sleep(2);
    const { owed, accounted } = balance(relay.counters());
    expect(accounted).toBe(owed);
  }
  xray.moodOf = () => 'partial';
  await eventually(() => expect(relay.counters()).toMatchObject({ waiting: 0, spooled: 0 }));
  const { sent, rejected, dropped } = relay.counters();
  expect(dropped).toEqual({});
  expect(sent + (rejected['InvalidName'] ?? 0)).toBe(total);
  const arrived = new Set(numbersOf(xray.documents));
  const missing = upTo(total).filter((n) => !arrived.has(n));
  expect(missing.every((n) => n % 100 === 7)).toBe(true);
  expect(rejected['InvalidName']).toBeGreaterThanOrEqual(missing.length);
}, 60_000);
