import { expect, it } from 'vitest';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';
import { documents, openRelay } from './relay-rig.js';

it('sends batches of at most fifty in order, signed, as PutTraceSegments', async () => {
  const xray = await startFakeXray();
  const log = recordedLog();
  const relay = await openRelay(xray.url, { logger: log, concurrency: 1 });
  const verdicts = await relay.accept(documents(120));
  expect(verdicts).toHaveLength(120);
  await eventually(() => expect(xray.documents).toHaveLength(120));
  expect(xray.documents).toEqual(Array.from({ length: 120 }, (_, n) => `{"n":${n}}`));
  expect(xray.requests.map(({ method, path, fault }) => ({ method, path, fault }))).toEqual(
    Array.from({ length: 3 }, () => ({ method: 'POST', path: '/TraceSegments', fault: undefined })),
  );
  expect(xray.requests[0]?.headers['user-agent']).toContain('xray-agent/xray-daemon/1.2.3');
  await eventually(() =>
    expect(relay.counters()).toMatchObject({ taken: 120, sent: 120, waiting: 0, away: false }),
  );
  const lines = log.lines.map(({ message }) => message.replace(/\d\.\d{3}/, '#'));
  expect(lines).toEqual(
    [50, 50, 20].map((size) => `Successfully sent batch of ${size} segments (# seconds)`),
  );
});

it('passes on what is no JSON, quotes, newlines and bytes that are no text', async () => {
  const xray = await startFakeXray();
  const relay = await openRelay(xray.url);
  await relay.accept([
    new TextEncoder().encode('{"a":"\\"\\u0000\\n", \n "ü":"😀"}'),
    new TextEncoder().encode('not json "at\\all'),
    Uint8Array.of(0x7b, 0xff, 0x7d),
  ]);
  await eventually(() => expect(xray.documents).toHaveLength(3));
  expect(xray.documents).toEqual(['{"a":"\\"\\u0000\\n", \n "ü":"😀"}', 'not json "at\\all', '{\ufffd}']);
});

it('closes a batch by bytes, and sends a large document by itself', async () => {
  const xray = await startFakeXray();
  const relay = await openRelay(xray.url, { batchBytes: 10_000 });
  const text = (size: number) => `"${'x'.repeat(size - 2)}"`;
  await relay.accept([4000, 4000, 4000, 20_000, 10].map((size) => new TextEncoder().encode(text(size))));
  await eventually(() => expect(xray.documents).toHaveLength(5));
  const sizes = xray.requests.map(({ body }) =>
    (JSON.parse(body) as { TraceSegmentDocuments: string[] }).TraceSegmentDocuments.map(
      ({ length }) => length,
    ),
  );
  expect(sizes.sort()).toEqual([[10], [20_000], [4000], [4000, 4000]].sort());
});

it('has no more batches under way than it may', async () => {
  const xray = await startFakeXray();
  xray.mood = 'slow';
  let most = 0;
  const relay = await openRelay(xray.url, { concurrency: 3, batchDocuments: 5 });
  const seen = new Set<number>();
  xray.moodOf = () => {
    const { taken, sent } = relay.counters();
    seen.add(taken);
    most = Math.max(most, xray.requests.length * 5 - sent);
    return undefined;
  };
  await relay.accept(documents(60));
  await eventually(() => expect(xray.documents).toHaveLength(60));
  expect(most).toBe(15);
});
