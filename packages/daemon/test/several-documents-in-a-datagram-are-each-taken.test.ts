import { startIntake } from '@radiograph/daemon';
import { frameDatagram, frameDocuments, PACKED_DATAGRAM_HEADER } from '@radiograph/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { numbersOf, startTestDaemon, upTo } from './daemon-rig.js';
import { openSender } from './datagram-sender.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';
import { judgingSink, takingSink } from './sinks.js';

const trace = { trace_id: '1-581cf771-a006649127e371903a2de979', name: 'shop', start_time: 1, end_time: 2 };
const documentOf = (id: string, more: object = {}) => JSON.stringify({ id, ...trace, ...more });

it('each is judged by itself, and the bad ones of a datagram cost the good ones nothing', async () => {
  const sink = judgingSink();
  const log = recordedLog();
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0, maxDocumentBytes: 2000, logger: log });
  onTestFinished(() => intake.close());
  const sender = await openSender(intake.address);
  onTestFinished(() => sender.close());
  const good = [documentOf('0000000000000001'), documentOf('0000000000000004')];
  const large = documentOf('0000000000000002', { metadata: { a: { text: 'x'.repeat(2000) } } });
  await sender.send(frameDocuments([good[0] ?? '', large, '{"id":', documentOf('no id'), '', good[1] ?? '']));
  await sender.send(`${PACKED_DATAGRAM_HEADER}\n\n`);
  await sender.send(frameDocuments(upTo(1001).map(String)));
  await sender.send(frameDatagram(documentOf('0000000000000005')));
  await vi.waitFor(() => expect(intake.counters().stored).toBe(3), { timeout: 5000 });
  expect(sink.texts).toEqual([...good, documentOf('0000000000000005')]);
  expect(intake.counters()).toMatchObject({
    received: 8,
    datagrams: 4,
    rejected: {
      'too-large': 1,
      ParseError: 1,
      InvalidId: 1,
      'empty-document': 1,
      'too-many-documents': 1,
    },
    dropped: {},
    bufferedBytes: 0,
  });
  const tooLarge = log.lines.find(({ fields }) => fields['reason'] === 'too-large');
  expect(tooLarge?.fields).toMatchObject({ id: '0000000000000002', traceId: trace.trace_id });
});

it('the buffer is bounded by what they hold, however they are packed', async () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const sink = takingSink(() => opened);
  const bufferBytes = 128 * 1024;
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0, bufferBytes });
  onTestFinished(() => intake.close());
  const sender = await openSender(intake.address);
  onTestFinished(() => sender.close());
  const packed = frameDocuments(upTo(10).map((n) => JSON.stringify({ n, text: 'x'.repeat(3000) })));
  const received = async (count: number) => {
    await sender.send(packed);
    await vi.waitFor(() => expect(intake.counters().received).toBe(count), { timeout: 5000 });
    expect(intake.counters().bufferedBytes).toBeLessThanOrEqual(bufferBytes);
  };
  for (let datagram = 1; datagram <= 30; datagram++) await received(10 * datagram);
  const { dropped } = intake.counters();
  expect(dropped['buffer-full']).toBeGreaterThan(0);
  open();
  await vi.waitFor(
    () => expect(intake.counters().stored).toBe(300 - (intake.counters().dropped['buffer-full'] ?? 0)),
    { timeout: 5000 },
  );
});

it('X-Ray gets them one by one', async () => {
  const xray = await startFakeXray();
  const { daemon, sender } = await startTestDaemon(xray.url);
  for (let from = 0; from < 300; from += 30)
    await sender.send(frameDocuments(upTo(30).map((n) => `{"n":${from + n}}`)));
  await eventually(() => expect(numbersOf(xray.documents)).toEqual(upTo(300)));
  expect(daemon.status().intakes[0]).toMatchObject({ received: 300, datagrams: 10 });
});
