import { expect, it } from 'vitest';
import { eventually } from './eventually.js';
import { type Mood, startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';
import { balance, documents, openRelay } from './relay-rig.js';

it.each<[mood: Mood, trouble: string, said: RegExp]>([
  ['hang', 'timeout', /Sending segment batch failed with: TimeoutError/],
  ['reset', 'other', /Sending segment batch failed with: .*(socket hang up|ECONNRESET)/],
  ['throttle', 'http-4xx', /Sending segment batch failed with: ThrottledException: Rate exceeded/],
  ['unavailable', 'http-5xx', /Sending segment batch failed with: .*\(HTTP 503\)/],
  ['forbidden', 'http-4xx', /Sending segment batch failed with: AccessDeniedException/],
  ['truncated', 'other', /Sending segment batch failed with: /],
  ['html', 'other', /Sending segment batch failed with: the answer is not X-Ray's \(HTTP 200\)/],
])('%s, twice, is counted as %s and tried again', async (mood, trouble, said) => {
  const xray = await startFakeXray();
  const log = recordedLog();
  xray.moodOf = () => (xray.requests.length <= 2 ? mood : undefined);
  const relay = await openRelay(xray.url, { logger: log, concurrency: 1 }, { timeoutMs: 200 });
  await relay.accept(documents(10));
  await eventually(() => expect(relay.counters().sent).toBe(10));
  expect(xray.documents).toHaveLength(10);
  expect(relay.counters()).toMatchObject({ dropped: {}, troubles: { [trouble]: 2 }, away: false });
  expect(log.lines.filter(({ message }) => said.test(message))).toHaveLength(2);
});

it('without a spool a batch is dropped after its attempts, counted, and the next one is tried', async () => {
  const xray = await startFakeXray();
  const log = recordedLog();
  const relay = await openRelay(xray.url, { logger: log, concurrency: 1, attempts: 2, batchDocuments: 10 });
  xray.moodOf = () => (xray.requests.length <= 2 ? 'unavailable' : undefined);
  await relay.accept(documents(20));
  await eventually(() => expect(relay.counters().sent).toBe(10));
  expect(relay.counters()).toMatchObject({ taken: 20, dropped: { undeliverable: 10 }, waiting: 0 });
  expect(log.lines.map(({ fields }) => fields['reason'])).toContain('undeliverable');
});

it('nothing listens: connections refused are told apart, and a name without an address too', async () => {
  const xray = await startFakeXray();
  await xray.close();
  const relay = await openRelay(xray.url, { attempts: 2 });
  await relay.accept(documents(1));
  await eventually(() => expect(relay.counters().dropped).toEqual({ undeliverable: 1 }));
  expect(relay.counters()).toMatchObject({ troubles: { 'connection-refused': 2 }, away: true });
  const nowhere = await openRelay('http://nowhere.invalid', { attempts: 1 });
  await nowhere.accept(documents(1));
  await eventually(() => expect(nowhere.counters().troubles).toEqual({ 'unknown-host': 1 }));
});

it('documents that the other side refuses are logged with their trace id, counted, and not sent again', async () => {
  const xray = await startFakeXray();
  const log = recordedLog();
  xray.mood = 'partial';
  const relay = await openRelay(xray.url, { logger: log });
  const traceId = '1-581cf771-a006649127e371903a2de979';
  await relay.accept([
    ...documents(3),
    ...documents(1, () => `{ "trace_id" : "${traceId}", "id" : "70de5b6f19ff9a0a", "name": "refuse-me" }`),
  ]);
  await eventually(() => expect(relay.counters()).toMatchObject({ sent: 3, rejected: { InvalidName: 1 } }));
  expect(xray.requests).toHaveLength(1);
  expect(balance(relay.counters())).toEqual({ owed: 4, accounted: 4 });
  expect(log.lines.map(({ message }) => message.replace(/\d\.\d{3}/, '#'))).toEqual([
    'Sent batch of 4 segments but had 1 Unprocessed segments (# seconds)',
    `Unprocessed trace ${traceId}, segment: {"Id":"70de5b6f19ff9a0a","ErrorCode":"InvalidName","Message":"the name is bad"}`,
  ]);
});

it('one document that makes the other side refuse a whole batch costs only itself', async () => {
  const xray = await startFakeXray();
  xray.mood = 'poison';
  const relay = await openRelay(xray.url);
  await relay.accept(documents(50, (index) => (index === 17 ? '{"poison":true}' : `{"n":${index}}`)));
  await eventually(() => expect(relay.counters().sent).toBe(49));
  expect(relay.counters()).toMatchObject({ rejected: { InvalidRequestException: 1 }, dropped: {} });
  expect(new Set(xray.documents).size).toBe(49);
});

it('what waits is bounded: the one who hands over waits, or the oldest go', async () => {
  const xray = await startFakeXray();
  xray.mood = 'hang';
  const options = { queueBytes: 20_000, concurrency: 1, batchDocuments: 10 };
  const text = () => 'x'.repeat(1000);
  const waiting = await openRelay(xray.url, options);
  let taken = false;
  void waiting.accept(documents(100, text)).then(() => {
    taken = true;
  });
  const dropping = await openRelay(xray.url, { ...options, drop: 'oldest' });
  await dropping.accept(documents(100, text));
  const { dropped, waitingBytes } = dropping.counters();
  expect(dropped['queue-full']).toBeGreaterThanOrEqual(70);
  expect(waitingBytes).toBeLessThanOrEqual(20_000);
  expect(balance(dropping.counters())).toEqual({ owed: 100, accounted: 100 });
  expect(taken).toBe(false);
  xray.mood = 'well';
  await eventually(() => expect(taken).toBe(true));
  await eventually(() => expect(waiting.counters().sent).toBe(100));
});
