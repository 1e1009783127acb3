import { BatchGetTracesCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { StoreError, type TraceStore } from '@radiograph/store';
import { segment, waitFor } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { type RunningService, replacing, runningService } from './running-service.js';

/** Puts traces of about 20 kB each and gives their ids. */
async function putTraces({ post, store }: RunningService, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => makeTraceId());
  const metadata = { order: { text: '"\\ é '.repeat(4000) } };
  const documents = ids.map((trace_id) => JSON.stringify(segment({ trace_id, metadata })));
  expect((await post('/TraceSegments', { TraceSegmentDocuments: documents })).status).toBe(200);
  await store.settled();
  return ids;
}

test('hundreds of traces come whole, in the order asked for', async () => {
  const running = await runningService();
  const ids = await putTraces(running, 200);
  const answer = await running.client.send(new BatchGetTracesCommand({ TraceIds: [...ids] }));
  expect(answer.Traces?.map(({ Id }) => Id)).toEqual(ids);
  expect(answer.UnprocessedTraceIds).toEqual([]);
  const document = JSON.parse(answer.Traces?.[199]?.Segments?.[0]?.Document ?? '');
  expect(document.metadata.order.text).toBe('"\\ é '.repeat(4000));
});

test('a store that fails at once is told in the error’s shape; one that fails later cuts the answer', async () => {
  let fetches = 0;
  let failAt = 1;
  const failing = (store: TraceStore) =>
    replacing(store, {
      compiledTraces(ids, signal) {
        fetches += 1;
        if (fetches === failAt) return Promise.reject(new StoreError('store/closed', 'the store is closed'));
        return store.compiledTraces(ids, signal);
      },
    });
  const running = await runningService({}, failing);
  const ids = await putTraces(running, 20);

  const atOnce = await running.post('/Traces', { TraceIds: ids });
  expect([atOnce.status, (await atOnce.json()).__type]).toEqual([503, 'ServiceUnavailable']);

  [fetches, failAt] = [0, 3];
  const later = await running.post('/Traces', { TraceIds: ids });
  expect(later.status).toBe(200);
  await expect(later.text()).rejects.toThrow();

  const again = await running.post('/Traces', { TraceIds: ids });
  expect((await again.json()).Traces).toHaveLength(20);
});

test('a client that goes away stops the work done for it, and that is no failure', async () => {
  const failures: string[] = [];
  const ignore = () => {};
  const logger = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (_: object, text: string) => void failures.push(text),
  };
  const signals: AbortSignal[] = [];
  const slow = (store: TraceStore) =>
    replacing(store, {
      search(_query, signal) {
        if (signal !== undefined) signals.push(signal);
        return new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      },
    });
  const { service } = await runningService({ logger }, slow);
  const stop = new AbortController();
  const asked = fetch(`${service.url}/TraceSummaries`, {
    method: 'POST',
    body: JSON.stringify({ StartTime: 1, EndTime: 2 }),
    signal: stop.signal,
  });
  await waitFor(() => signals.length === 1);
  stop.abort();
  await expect(asked).rejects.toThrow();
  await waitFor(() => signals[0]?.aborted);
  expect((await fetch(`${service.url}/radiograph/v1/status`)).status).toBe(200);
  expect(failures).toEqual([]);
});
