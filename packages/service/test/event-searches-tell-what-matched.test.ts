import { GetTraceSummariesCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000) - 3600;

/** A trace whose entry runs from 0 to 100, and whose second service from 20.25 to 30.5, in seconds after `now`. */
async function serviceWithTrace() {
  const { client, store } = await runningService();
  const trace_id = makeTraceId(now);
  const entry = segment({ trace_id, name: 'shop', start_time: now, end_time: now + 100 });
  const inner = {
    trace_id,
    name: 'stock',
    parent_id: entry.id,
    start_time: now + 20.25,
    end_time: now + 30.5,
  };
  await store.append(
    [entry, segment(inner)].map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await store.settled();
  return async (TimeRangeType: 'Event' | 'TraceId' | 'Service', from: number, to: number) => {
    const range = { StartTime: new Date((now + from) * 1000), EndTime: new Date((now + to) * 1000) };
    const { TraceSummaries = [] } = await client.send(
      new GetTraceSummariesCommand({ ...range, TimeRangeType }),
    );
    return TraceSummaries.map(({ MatchedEventTime: time }) => time && time.getTime() / 1000 - now);
  };
}

test('a search by event finds what ran in the range, with the last thing that happened in it', async () => {
  const matched = await serviceWithTrace();
  // The end of the trace.
  expect(await matched('Event', 50, 200)).toEqual([100]);
  // The end and the beginning of the second service, and the beginning of the trace.
  expect(await matched('Event', 10, 50)).toEqual([30.5]);
  expect(await matched('Event', 10, 30.5)).toEqual([20.25]);
  expect(await matched('Event', -10, 15)).toEqual([0]);
  // Nothing happened, but the trace ran.
  expect(await matched('Event', 50, 60)).toEqual([50]);
  expect(await matched('Event', 101, 200)).toEqual([]);
});

test('other searches tell no event', async () => {
  const matched = await serviceWithTrace();
  expect(await matched('TraceId', -10, 10)).toEqual([undefined]);
  expect(await matched('Service', 90, 110)).toEqual([undefined]);
});
