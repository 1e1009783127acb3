import type { TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contribution } from '../src/graph/contribution.js';
import { traceRecord } from '../src/record/record-trace.js';
import { contradictions, PATIENCE, SEED, sentTwice } from './arbitrary.js';
import { segment, streamed, traceOf } from './build.js';

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

const shop = { name: 'shop', id: 'a1', start_time: 0 };
const call = { id: 'b1', name: 'pay', namespace: 'remote', start_time: 0.1, end_time: 0.3 };
const documents: readonly TraceDocument[] = [
  segment({ ...shop, in_progress: true }),
  segment({ ...shop, end_time: 0.5, user: 'al' }),
  streamed('a1', { ...call, subsegments: [{ id: 'x1', name: 'dns', start_time: 0.1, end_time: 0.11 }] }),
  streamed('b1', { id: 'x2', name: 'connect', start_time: 0.11, end_time: 0.12 }),
  segment({ id: 'c1', name: 'pay', parent_id: 'b1', start_time: 0.15, end_time: 0.25, fault: true }),
  streamed('c1', { id: 'd1', name: 'DynamoDB', namespace: 'aws', start_time: 0.16, end_time: 0.2 }),
];

describe('any order of arrival gives the same trace, record and graph', PATIENCE, () => {
  it('every permutation of six documents', () => {
    const expected = traceOf(...documents);
    expect(expected.segments.map(({ document }) => document.name)).toEqual(['shop', 'pay', 'DynamoDB']);
    const orders = permutations(documents);
    expect(orders).toHaveLength(720);
    for (const order of orders) expect(traceOf(...order)).toEqual(expected);
  });

  it('every permutation with every document sent twice over', () => {
    const expected = traceOf(...documents);
    for (const order of permutations(documents)) {
      expect(traceOf(...order.slice(2), ...order, ...order.slice(0, 3))).toEqual(expected);
    }
  });

  it('random documents that contradict each other, shuffled and repeated', () => {
    const shuffled = contradictions.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        const [one, other] = [traceOf(...all), traceOf(...again)];
        expect(other).toEqual(one);
        expect(traceRecord(other, 1)).toEqual(traceRecord(one, 1));
        expect(contribution(other)).toEqual(contribution(one));
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });
});

describe('any way of sending gives the same trace', PATIENCE, () => {
  it('subsegments streamed or embedded, announced in progress or not, repeated or not', () => {
    fc.assert(
      fc.property(sentTwice, ([one, other]) => {
        expect(traceOf(...other)).toEqual(traceOf(...one));
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });
});

describe('nothing is lost and nothing is told twice', PATIENCE, () => {
  it('every id of the documents is in the trace exactly once', () => {
    fc.assert(
      fc.property(contradictions, (all) => {
        const sent = new Set<string>();
        JSON.stringify(all, (key, value: unknown) => {
          if (key === 'id' && typeof value === 'string') sent.add(value);
          return value;
        });
        const trace = traceOf(...all);
        const found: string[] = [];
        JSON.stringify(trace, (key, value: unknown) => {
          if (key === 'document') found.push((value as { id: string }).id);
          return value;
        });
        const inferred = trace.segments.filter((one) => one.inferred).map(({ document }) => document.id);
        expect(found.sort()).toEqual([...sent, ...inferred].sort());
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
