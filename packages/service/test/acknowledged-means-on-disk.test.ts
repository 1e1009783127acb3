import { makeTraceId } from '@radiograph/protocol';
import { type AppendOptions, StoreError, type TraceStore } from '@radiograph/store';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { replacing, runningService } from './running-service.js';

const document = JSON.stringify(segment({ trace_id: makeTraceId() }));

test('PutTraceSegments asks for fsync and answers only after the store has settled', async () => {
  const events: string[] = [];
  const observed = (store: TraceStore) =>
    replacing(store, {
      async append(batch: readonly Uint8Array[], options: AppendOptions) {
        events.push(`append ${options.durability}`);
        const verdicts = await store.append(batch, options);
        await new Promise((resolve) => setTimeout(resolve, 50));
        events.push('settled');
        return verdicts;
      },
    });
  const { post } = await runningService({}, observed);

  const response = await post('/TraceSegments', { TraceSegmentDocuments: [document] });
  events.push(`answered ${response.status}`);

  expect(events).toEqual(['append fsync', 'settled', 'answered 200']);
});

test('a store that cannot write is answered as unavailable, so that daemons send again', async () => {
  const full = (store: TraceStore) =>
    replacing(store, {
      append: () => Promise.reject(new StoreError('store/disk-full', 'the disk is full; free some space')),
    });
  const { post } = await runningService({}, full);
  const response = await post('/TraceSegments', { TraceSegmentDocuments: [document] });
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    Message: 'the disk is full; free some space',
    __type: 'ServiceUnavailable',
  });
});

test('a failure nobody foresaw tells its client nothing but the request id', async () => {
  const logged: object[] = [];
  const keep = (fields: object) => void logged.push(fields);
  const broken = (store: TraceStore) =>
    replacing(store, {
      append: () => Promise.reject(new Error('secret path /var/lib/x')),
    });
  const logger = { debug: keep, info: keep, warn: keep, error: keep };
  const { post } = await runningService({ logger }, broken);
  const response = await post('/TraceSegments', { TraceSegmentDocuments: [document] });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  const requestId = response.headers.get('x-amzn-requestid');
  expect(logged).toContainEqual(
    expect.objectContaining({
      requestId,
      err: expect.objectContaining({ message: 'secret path /var/lib/x' }),
    }),
  );
});
