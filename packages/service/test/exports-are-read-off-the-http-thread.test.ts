import { decodeTraceRequest, mapSpans } from '@radiograph/otel/otlp';
import { expect, onTestFinished, test } from 'vitest';
import { replacing, runningService } from './running-service.js';

const json = { 'Content-Type': 'application/json' };

/** An export with so many spans, each with a dozen attributes. */
function exportOf(count: number): string {
  const attributes = Array.from({ length: 12 }, (_, index) => ({
    key: `attribute.${index}`,
    value: { stringValue: `value ${index}` },
  }));
  const spans = Array.from({ length: count }, (_, index) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: (index + 1).toString(16).padStart(16, '0'),
    name: 'work',
    kind: 2,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000001000000000',
    attributes,
  }));
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

test('between an export’s last byte and the store, the HTTP thread has turns for others', async () => {
  let lastTurn = 0;
  let turning = true;
  const turn = (): void => {
    lastTurn = performance.now();
    if (turning) setImmediate(turn);
  };
  onTestFinished(() => {
    turning = false;
  });
  const gaps: number[] = [];
  const { post } = await runningService({}, (store) =>
    replacing(store, {
      append: async (batch) => {
        gaps.push(performance.now() - lastTurn);
        return batch.map(() => ({ accepted: true }) as never);
      },
    }),
  );
  const body = exportOf(5000);
  const before = performance.now();
  mapSpans(decodeTraceRequest(new TextEncoder().encode(body), 'application/json'));
  const readingMs = performance.now() - before;
  turn();
  // The machine may be busy with something else in one of them, hardly in each.
  for (let i = 0; i < 4; i++) expect((await post('/v1/traces', body, json)).status).toBe(200);
  expect(Math.min(...gaps)).toBeLessThan(readingMs / 2);
});

test('exports at the same time are each answered with their own verdict', async () => {
  const { post, store } = await runningService();
  const bad = exportOf(3).replaceAll('"spanId":"00000000', '"spanId":"');
  const answers = await Promise.all(
    [exportOf(2), '{', bad, exportOf(7), '[]', exportOf(1)].map(async (body) => {
      const response = await post('/v1/traces', body, json);
      return [response.status, await response.json()];
    }),
  );
  expect(answers.map(([status]) => status)).toEqual([200, 400, 200, 200, 400, 200]);
  expect(answers[2]?.[1]).toMatchObject({ partialSuccess: { rejectedSpans: '3' } });
  expect(answers[3]?.[1]).toEqual({});
  await store.settled();
  expect(await store.traces(['1-5b8efff7-98038103d269b633813fc60c'])).toHaveLength(1);
});
