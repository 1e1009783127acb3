import { PutTraceSegmentsCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

test('good documents are kept, bad ones come back in their order with X-Ray’s codes', async () => {
  const { client, store, service } = await runningService();
  const now = Math.floor(Date.now() / 1000);
  const good = () => segment({ trace_id: makeTraceId(now), start_time: now });
  const put = new PutTraceSegmentsCommand({
    TraceSegmentDocuments: [
      JSON.stringify(good()),
      'not json',
      JSON.stringify({ ...good(), id: undefined }),
      JSON.stringify({ ...good(), id: 'abcdefabcdefabcd', trace_id: 'wrong' }),
      JSON.stringify({ ...good(), end_time: undefined }),
      JSON.stringify({ ...good(), metadata: { big: { text: 'x'.repeat(1024 * 1024) } } }),
      JSON.stringify({ ...good(), metadata: { large: { text: 'x'.repeat(1000 * 1000) } } }),
    ],
  });

  const { UnprocessedTraceSegments: unprocessed } = await client.send(put);

  expect(unprocessed?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'ParseError',
    'MissingId',
    'InvalidTraceId',
    'MissingEndTime',
    'SegmentTooLarge',
  ]);
  expect(unprocessed?.[2]?.Id).toBe('abcdefabcdefabcd');
  expect(unprocessed?.every(({ Message }) => (Message ?? '').length > 0)).toBe(true);
  await store.settled();
  expect((await store.status()).traces).toBe(2);
  const status = await (await fetch(`${service.url}/radiograph/v1/status`)).json();
  expect(status.intake.http).toEqual({
    received: 7,
    stored: 2,
    rejected: { ParseError: 1, MissingId: 1, InvalidTraceId: 1, MissingEndTime: 1, SegmentTooLarge: 1 },
  });
});

test('hostile documents are refused one by one: deep nesting, polluting keys, absurd times', async () => {
  const { client, store } = await runningService();
  const now = Math.floor(Date.now() / 1000);
  const trace_id = makeTraceId(now);
  const head = `{"name":"a","trace_id":"${trace_id}","id":"0000000000000001","start_time":${now}`;
  const put = new PutTraceSegmentsCommand({
    TraceSegmentDocuments: [
      `${'['.repeat(10_000)}`,
      `${head},"end_time":1e300}`,
      `${head},"end_time":${now},"metadata":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
      `${head},"end_time":${now},"__proto__":{"polluted":true},"annotations":{"__proto__":"x"}}`,
    ],
  });

  const { UnprocessedTraceSegments: unprocessed } = await client.send(put);

  expect(unprocessed?.length).toBeGreaterThanOrEqual(2);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  await store.settled();
});

test('an empty list is answered', async () => {
  const { client } = await runningService();
  const answer = await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [] }));
  expect(answer.UnprocessedTraceSegments).toEqual([]);
});
