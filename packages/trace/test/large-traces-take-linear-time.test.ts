import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { limits } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { compiledDocument } from '../src/compiled-document.js';
import { contribution } from '../src/graph/contribution.js';
import { traceRecord } from '../src/record/record-trace.js';
import type { Trace } from '../src/trace.js';
import { compareTraces } from '../src/views/comparison.js';
import { criticalPath } from '../src/views/critical-path.js';
import { exceptionOccurrences } from '../src/views/exceptions.js';
import { flameChart } from '../src/views/flame-chart.js';
import { waterfall } from '../src/views/waterfall.js';
import { segment, streamed, traceOf } from './build.js';

/** Counts how often the start of any entity is looked at: sorting, comparing and walking all do. */
class CountedStarts {
  reads = 0;

  of<T extends { start_time: number }>(members: T): T {
    const start = members.start_time;
    const count = (): void => {
      this.reads++;
    };
    return Object.defineProperty({ ...members }, 'start_time', {
      enumerable: true,
      get() {
        count();
        return start;
      },
    });
  }
}

function everything(trace: Trace): void {
  contribution(trace);
  traceRecord(trace, 1);
  criticalPath(trace);
  waterfall(trace);
  flameChart(trace);
  compareTraces(trace, trace);
  exceptionOccurrences(trace);
  for (const one of trace.segments) compiledDocument(one);
}

const shapes: Record<string, (size: number) => TraceDocument[]> = {
  'one segment with many subsegments': (size) => [
    segment({ name: 'shop', id: 'a', start_time: 0, end_time: size, subsegments: work(size) }),
  ],
  'many subsegments streamed last to first': (size) => [
    segment({ name: 'shop', id: 'a', start_time: 0, end_time: size }),
    ...work(size)
      .reverse()
      .map((one) => streamed('a', one)),
  ],
  'calls that all run at once': (size) => [
    segment({
      name: 'shop',
      id: 'a',
      start_time: 0,
      end_time: 2 * size,
      subsegments: work(size).map((one) => ({
        ...one,
        end_time: 2 * size,
        namespace: 'remote',
        fault: true,
      })),
    }),
  ],
  'a chain of streamed subsegments': (size) => [
    segment({ name: 'shop', id: 'a', start_time: 0, end_time: size }),
    ...work(size).map((one, i) => streamed(i === 0 ? 'a' : `w${i - 1}`, one)),
  ],
  'a chain of services': (size) =>
    work(size).map((one, i) => {
      const call = { ...one, id: `c${i}`, namespace: 'remote', fault: true };
      return segment({ ...one, fault: true, ...(i > 0 && { parent_id: `c${i - 1}` }), subsegments: [call] });
    }),
  'a ring': (size) => work(size).map((one, i) => streamed(`w${(i + 1) % size}`, one)),
  'many rings': (size) => work(size).map((one, i) => streamed(`w${i ^ 1}`, one)),
  'many copies of one id': (size) => work(size).map((one) => segment({ ...one, id: 'a' })),
};

function work(size: number): SubsegmentDocument[] {
  return Array.from({ length: size }, (_, i) => ({
    id: `w${i}`,
    name: 'work',
    start_time: i,
    end_time: i + 0.5,
  }));
}

/** No claim of speed: a machine may be busy with other things. */
const PATIENCE_MS = 120_000;

describe('four times the entities take about four times the steps', () => {
  it.each(Object.entries(shapes))('%s', (_, shape) => {
    const steps = (size: number): number => {
      const counted = new CountedStarts();
      everything(traceOf(...shape(size).map((document) => counted.of(withCounted(document, counted)))));
      return counted.reads;
    };
    expect(steps(4096) / steps(1024)).toBeLessThan(4 * 1.5);
  });

  function withCounted<T extends TraceDocument>(document: T, counted: CountedStarts): T {
    return document.subsegments === undefined
      ? document
      : { ...document, subsegments: document.subsegments.map((one) => counted.of(one)) };
  }
});

describe('a hundred thousand entities are assembled', () => {
  it.each(Object.entries(shapes))('%s', { timeout: PATIENCE_MS }, (name, shape) => {
    const { segments, orphans } = traceOf(...shape(100_000));
    expect(segments.length + orphans.length, name).toBeGreaterThan(0);
  });
});

describe('deep nesting', () => {
  it('of one document', () => {
    let nested: SubsegmentDocument = { id: 'w', name: 'work', start_time: 0, end_time: 1 };
    for (let i = 0; i < 10_000; i++)
      nested = { id: `w${i}`, name: 'work', start_time: 0, end_time: 1, subsegments: [nested] };
    const trace = traceOf(
      segment({ name: 'shop', id: 'a', start_time: 0, end_time: 1, subsegments: [nested] }),
    );
    everything(trace);
    expect(waterfall(trace)).toHaveLength(10_002);
  });

  it('is flattened where it passes the limit, so that a trace can be cloned and written as JSON', () => {
    const chain = shapes['a chain of streamed subsegments']?.(10_000) ?? [];
    const trace = traceOf(...chain);
    expect(Math.max(...waterfall(trace).map(({ depth }) => depth))).toBe(limits.nestingDepth);
    expect(waterfall(structuredClone(trace))).toHaveLength(10_001);
    expect(JSON.stringify(trace.segments.map(compiledDocument))).toContain('w9999');
  });
});
