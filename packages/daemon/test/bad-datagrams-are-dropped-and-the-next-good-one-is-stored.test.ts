import { type Intake, startIntake } from '@radiograph/daemon';
import { DATAGRAM_HEADER, frameDatagram } from '@radiograph/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DatagramSender, openSender } from './datagram-sender.js';
import { recordedLog } from './recorded-log.js';
import { judgingSink, type KeepingSink } from './sinks.js';

const id = '70de5b6f19ff9a0a';
const traceId = '1-581cf771-a006649127e371903a2de979';
const good = {
  id,
  trace_id: traceId,
  name: 'shop',
  start_time: 1_478_293_361.271,
  end_time: 1_478_293_361.449,
};

function without(member: keyof typeof good): string {
  const { [member]: _, ...rest } = good;
  return frameDatagram(JSON.stringify(rest));
}

function having(members: object): string {
  return frameDatagram(JSON.stringify({ ...good, ...members }));
}

const subsegment = {
  id: '53995c3f42cd8ad8',
  name: 'call',
  start_time: 1_478_293_361.3,
  end_time: 1_478_293_361.4,
};

/** What an application may send wrongly, with the reason under which it is counted. */
const bad: Readonly<Record<string, readonly [reason: string, datagram: string]>> = {
  'no newline': ['no-newline', JSON.stringify(good)],
  'an empty datagram': ['no-newline', ''],
  'a header that is not JSON': ['invalid-header', `format=json\n${JSON.stringify(good)}`],
  'a header of another version': ['invalid-header', `{"format":"json","version":2}\n${JSON.stringify(good)}`],
  'a header of another format': ['invalid-header', `{"format":"cbor","version":1}\n${JSON.stringify(good)}`],
  'no document': ['empty-document', DATAGRAM_HEADER],
  'a document larger than allowed': [
    'too-large',
    having({ metadata: { big: { text: 'x'.repeat(50_000) } } }),
  ],
  'a document that is not JSON': ['ParseError', frameDatagram('{"id": "70de5b6f')],
  'a document that is not an object': ['InvalidSegment', frameDatagram('42')],
  'a missing id': ['MissingId', without('id')],
  'a missing trace id': ['MissingTraceId', without('trace_id')],
  'a missing name': ['MissingName', without('name')],
  'a missing start': ['MissingStartTime', without('start_time')],
  'a missing end': ['MissingEndTime', without('end_time')],
  'an id of the wrong form': ['InvalidId', having({ id: 'xyz' })],
  'a trace id of the wrong form': ['InvalidTraceId', having({ trace_id: '1-abc-def' })],
  'a nested subsegment with a bad id': ['InvalidId', having({ subsegments: [{ ...subsegment, id: 'no' }] })],
  'a time in milliseconds': ['InvalidStartTime', having({ start_time: 1_478_293_361_271 })],
};

describe('a bad datagram', () => {
  const log = recordedLog();
  let sink: KeepingSink;
  let intake: Intake;
  let sender: DatagramSender;

  beforeEach(async () => {
    sink = judgingSink();
    intake = await startIntake({ sink, host: '127.0.0.1', port: 0, maxDocumentBytes: 40_000, logger: log });
    sender = await openSender(intake.address);
  });

  afterEach(async () => {
    sender.close();
    await intake.close();
  });

  it.each(Object.entries(bad))(
    'with %s is counted and dropped; the next good one is stored',
    async (_name, [reason, datagram]) => {
      await sender.send(datagram);
      await sender.send(frameDatagram(JSON.stringify(good)));
      await vi.waitFor(() =>
        expect(intake.counters()).toMatchObject({
          received: 2,
          stored: 1,
          rejected: { [reason]: 1 },
          dropped: {},
          bufferedBytes: 0,
        }),
      );
      expect(sink.texts).toEqual([JSON.stringify(good)]);
    },
  );

  it('nested ten thousand deep harms nothing', async () => {
    await sender.send(frameDatagram('['.repeat(10_000) + ']'.repeat(10_000)));
    await sender.send(frameDatagram(`${'{"subsegments":['.repeat(2000)}{}${']}'.repeat(2000)}`));
    await sender.send(frameDatagram(JSON.stringify(good)));
    await vi.waitFor(() => expect(sink.texts).toContain(JSON.stringify(good)));
    expect(intake.counters().received).toBe(3);
  });

  it('with prototype-polluting keys harms nothing', async () => {
    const polluting = JSON.stringify(good).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    await sender.send(frameDatagram(polluting));
    await sender.send(frameDatagram(JSON.stringify(good)));
    await vi.waitFor(() => expect(sink.texts).toContain(JSON.stringify(good)));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('is logged with its reason, its ids and its sender', async () => {
    log.lines.length = 0;
    await sender.send(JSON.stringify(good));
    await sender.send(without('name'));
    await vi.waitFor(() => expect(log.lines).toHaveLength(2));
    const fields = log.lines.map((line) => line.fields);
    expect(fields[0]).toMatchObject({ reason: 'no-newline', id, traceId, heldBack: 0 });
    expect(fields[0]?.['sender']).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(fields[1]).toMatchObject({ reason: 'MissingName', id, traceId });
  });
});
