import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import { randomIds } from '../src/segment/ids.js';
import { find, only, record } from './recording.js';

// The numbers are those of docs/sdk-conformance.md.

test('L1: a trace id holds the time it was made at', () => {
  const id = randomIds.traceId(1_700_000_000.9);
  expect(id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(Number.parseInt(id.slice(2, 10), 16)).toBe(1_700_000_000);
});

test.each([undefined, 'true'])(
  'L2: what is not sampled has no id of its own, with AWS_XRAY_NOOP_ID %s; its trace has one when it is asked for',
  (value) => {
    const { recorder } = record({ sampling: 'none' }, value === undefined ? {} : { AWS_XRAY_NOOP_ID: value });
    const segment = recorder.beginSegment('shop');
    expect(segment.id).toBe('0000000000000000');
    expect(segment.beginSubsegment('part').id).toBe('0000000000000000');
    expect(segment.traceId).toMatch(/^1-6553f100-/);
    expect(segment.traceId).toBe(segment.traceId);
  },
);

test('L3: with AWS_XRAY_NOOP_ID=false what is not sampled has ids of its own, which callees are not told', () => {
  const { recorder } = record({ sampling: 'none', ids: randomIds }, { AWS_XRAY_NOOP_ID: 'FALSE' });
  const segment = recorder.beginSegment('shop');
  const part = segment.beginSubsegment('part');
  const ids = [segment.id, part.id, recorder.run(segment, () => recorder.beginSubsegment('other').id)];
  for (const id of ids) expect(id).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  expect(new Set(ids).size).toBe(3);
  expect([segment.id, part.id]).toEqual(ids.slice(0, 2));
  expect(part.downstreamHeader()).toBe(`Root=${segment.traceId};Sampled=0`);
});

test('L4: what is sampled has ids, whatever AWS_XRAY_NOOP_ID says', () => {
  const { recorder } = record({ ids: randomIds }, { AWS_XRAY_NOOP_ID: 'true' });
  const segment = recorder.beginSegment('shop');
  const ids = [segment.id, segment.beginSubsegment('part').id];
  for (const id of ids) expect(id).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  expect(new Set(ids).size).toBe(2);
});

test('L6: a name is cut to 200 characters, never through one', () => {
  const { recorder } = record();
  expect(recorder.beginSegment('n'.repeat(250)).name).toBe('n'.repeat(200));
  const wide = '𠮷'.repeat(250);
  expect(recorder.beginSegment(wide).name).toMatch(/^𠮷+$/u);
  expect(recorder.beginSegment(wide).name.length).toBeLessThanOrEqual(400);
});

test('L7: a body that closes its own segment loses nothing', () => {
  const { recorder, traces, clock } = record();
  const segment = recorder.beginSegment('shop');
  recorder.run(segment, () =>
    recorder.capture('TestService', () => {
      clock.advance(1);
      segment.close();
    }),
  );
  const [trace] = traces.traces;
  expect(trace?.segments).toHaveLength(1);
  expect(trace?.segments[0]).toMatchObject({
    id: segment.id,
    trace_id: segment.traceId,
    end_time: 1_700_000_001,
  });
  expect(find(trace!.segments[0]!, 'TestService').end_time).toBe(1_700_000_001);
});

test('L8: the same of asynchronous work', async () => {
  const { recorder, traces } = record();
  const segment = recorder.beginSegment('shop');
  const work = recorder.run(segment, () =>
    recorder.capture('TestService', async () => {
      await null;
      segment.close();
      await null;
    }),
  );
  await work;
  expect(traces.traces[0]?.segments[0]?.subsegments).toMatchObject([
    { name: 'TestService', end_time: expect.any(Number) },
  ]);
});

test('L9: a child that ends after its segment is complete and listed once', () => {
  const { recorder, traces, clock } = record();
  const segment = recorder.beginSegment('shop');
  const late = segment.beginSubsegment('late');
  segment.close();
  clock.advance(1);
  late.close();
  const [trace] = traces.traces;
  expect(trace?.orphans).toEqual([]);
  const children = trace?.segments[0]?.subsegments ?? [];
  expect(children.map(({ id, end_time, in_progress }) => ({ id, end_time, in_progress }))).toEqual([
    { id: late.id, end_time: 1_700_000_001, in_progress: undefined },
  ]);
});

test('L10 L13: an aborted request is one document when it ends, and ending it aborts nothing', async () => {
  const { recorder, traces } = record();
  const controller = new AbortController();
  await recorder.segment('shop', async () => {
    controller.abort();
    for (const name of ['a', 'b', 'c'])
      await recorder.capture(name, async () => controller.signal.throwIfAborted()).catch(() => {});
  });
  expect(only(traces).subsegments?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);

  const untouched = new AbortController();
  recorder.segment('next', (segment) => segment.close());
  expect(untouched.signal.aborted).toBe(false);
});

test('L11: parallel branches of nested work are all counted', async () => {
  const { recorder, traces } = record();
  const nest = async (depth: number): Promise<void> => {
    await null;
    if (depth > 0) await recorder.capture(`depth ${depth}`, () => nest(depth - 1));
  };
  await recorder.segment('shop', async () => void (await Promise.all([nest(4), nest(4)])));
  expect(below(only(traces))).toHaveLength(8);
});

test('L12: closing what is not there harms nothing', () => {
  const { recorder, traces } = record({ contextMissing: 'ignore' });
  recorder.beginSubsegment('nowhere').close(new Error('none'));
  recorder.beginSubsegment('nowhere')[Symbol.dispose]();
  expect(traces.documents).toEqual([]);
});

test('L14: work that is detached from an aborted request still has its segment', async () => {
  const { recorder, traces } = record();
  const controller = new AbortController();
  let segment = recorder.beginSegment('shop');
  await recorder.segment('request', async (current) => {
    segment = current;
    controller.abort();
  });
  await recorder.run(segment, async () => {
    await null;
    expect(recorder.currentSegment()).toBe(segment);
    recorder.capture('detached', () => {});
  });
  expect(traces.traces[0]?.segments[0]?.subsegments?.[0]?.name).toBe('detached');
});

test('L15: outside any segment there is no trace id', () => {
  expect(record().recorder.currentSegment()?.traceId).toBeUndefined();
});

test('L16: of 22 subsegments, with a threshold of 20, two are sent on their own, and the segment last', () => {
  const { recorder, traces } = record({ streamingThreshold: 20 });
  const segment = recorder.beginSegment('shop');
  for (let i = 0; i < 22; i++) segment.capture(`part ${i}`, () => {});
  segment.close();
  const { documents } = traces;
  // Those that close while more than 20 are held go out, so that a long segment holds no more than that.
  expect(documents).toHaveLength(3);
  expect(documents.at(-1)).toMatchObject({ name: 'shop' });
  expect(documents.at(-1)?.subsegments).toHaveLength(20);
  for (const document of documents.slice(0, 2))
    expect(document).toMatchObject({ type: 'subsegment', parent_id: segment.id, trace_id: segment.traceId });
});

test('L17: of two branches of 20 each the segment keeps 20 at most, and every one is sent once', () => {
  const { recorder, traces } = record({ streamingThreshold: 20 });
  recorder.segment('shop', () => {
    for (const branch of ['left', 'right'])
      recorder.capture(branch, () => {
        for (let i = 0; i < 20; i++) recorder.capture(`${branch} ${i}`, () => {});
      });
  });
  const last = traces.documents.at(-1);
  expect(last?.name).toBe('shop');
  expect(below(last!).length).toBeLessThanOrEqual(20);
  const all = traces.documents.flatMap((document) => [document, ...below(document)]);
  expect(all).toHaveLength(43);
  expect(new Set(all.map(({ id }) => id)).size).toBe(43);
  expect(below(traces.traces[0]!.segments[0]!)).toHaveLength(42);
});

test('L18: of a chain of three, with a threshold of 1, two are sent on their own', () => {
  const { recorder, traces } = record({ streamingThreshold: 1 });
  recorder.segment('shop', () =>
    recorder.capture('a', () => recorder.capture('b', () => recorder.capture('c', () => {}))),
  );
  expect(traces.documents.map(({ name }) => name)).toEqual(['c', 'b', 'shop']);
  expect(find(traces.traces[0]!.segments[0]!, 'a', 'b', 'c')).toBeDefined();
});

test('L19: a segment with one subsegment is one document', () => {
  const { recorder, traces } = record();
  recorder.segment('shop', () => recorder.capture('part', () => {}));
  expect(find(only(traces), 'part')).not.toHaveProperty('type');
});

test('L20: a threshold below zero is refused; 0 sends each subsegment as it closes; the default is 100', () => {
  expect(() => record({ streamingThreshold: -1 })).toThrow('sdk/invalid-option');
  const count = (options: { streamingThreshold?: number }): number => {
    const { recorder, traces } = record(options);
    recorder.segment('shop', () => {
      for (let i = 0; i < 101; i++) recorder.capture('part', () => {});
    });
    return traces.documents.length;
  };
  expect(count({ streamingThreshold: 0 })).toBe(102);
  expect(count({})).toBe(2);
});

test('L23: a request that is not sampled sends nothing', () => {
  const { recorder, traces } = record({ sampling: 'none' });
  recorder.segment('shop', (segment) => {
    segment.capture('a', (a) => a.capture('b', (b) => b.annotate('n', 1)));
    recorder.capture('c', () => {});
    segment.beginSubsegment('d').close(new Error('none'));
  });
  expect(traces.documents).toEqual([]);
});

function below(entity: TraceDocument | SubsegmentDocument): SubsegmentDocument[] {
  return (entity.subsegments ?? []).flatMap((child) => [child, ...below(child)]);
}
