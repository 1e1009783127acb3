import { makeTraceId } from '@radiograph/protocol';
import type { CompiledTrace, TraceStore } from '@radiograph/store';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { replacing, runningService } from './running-service.js';

const MEGABYTE = 'x"'.repeat(340_000);

/** One segment of 16 MB: itself, and subsegments that came on their own. */
function largeTrace(trace_id: string): readonly Uint8Array[] {
  const whole = segment({ trace_id });
  const parts = Array.from({ length: 15 }, (_, n) => ({
    ...segment({ trace_id, metadata: { default: { text: MEGABYTE } } }),
    type: 'subsegment',
    id: `${(n + 16).toString(16)}de5b6f19ff9a0a`,
    parent_id: whole.id,
  }));
  return [whole, ...parts].map((document) => new TextEncoder().encode(JSON.stringify(document)));
}

/** A store whose traces cannot be had as objects, and that tells when it hands over compiled ones. */
function watched(onHandOver: (traces: readonly CompiledTrace[]) => void): (store: TraceStore) => TraceStore {
  return (store) =>
    replacing(store, {
      traces: () => Promise.reject(new Error('a trace was asked for as objects')),
      async compiledTraces(ids, signal) {
        const traces = await store.compiledTraces(ids, signal);
        onHandOver(traces);
        return traces;
      },
    });
}

test.for([
  ['BatchGetTraces', 'Traces', 'Segments'],
  ['ListRetrievedTraces', 'ListRetrievedTraces', 'Spans'],
] as const)(
  '%s of 16 MB is compiled elsewhere: what is asked after it, even as its bytes arrive, is answered before',
  async ([_name, path, member]) => {
    const order: string[] = [];
    const health = async (name: string) => {
      expect((await fetch(`${running.service.url}/health`)).status).toBe(200);
      order.push(name);
    };
    const others: Promise<void>[] = [];
    const running = await runningService(
      {},
      watched((traces) => {
        if (traces.length > 0) others.push(health('asked when the store had answered'));
      }),
    );
    const id = makeTraceId();
    const options = { durability: 'lazy', maxDocumentBytes: 1_048_576 } as const;
    const verdicts = await running.store.append(largeTrace(id), options);
    expect(verdicts.every(({ accepted }) => accepted)).toBe(true);
    const input = { TraceIds: [id], StartTime: 0, EndTime: 1e11 };
    const { RetrievalToken } = await (await running.post('/StartTraceRetrieval', input)).json();

    const large = running.post(`/${path}`, { ...input, RetrievalToken }).then(async (answer) => {
      const text = await answer.text();
      order.push('the large one');
      return JSON.parse(text);
    });
    others.push(health('asked at once'));
    const { Traces } = await large;
    await Promise.all(others);
    expect(order).toEqual(['asked at once', 'asked when the store had answered', 'the large one']);
    expect(Traces[0][member]).toHaveLength(1);
    const { subsegments } = JSON.parse(Traces[0][member][0].Document);
    expect(subsegments).toHaveLength(15);
    expect(subsegments[14].metadata.default.text).toBe(MEGABYTE);
  },
);
