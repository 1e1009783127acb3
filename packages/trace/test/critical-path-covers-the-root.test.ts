import type { SubsegmentDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../src/trace.js';
import { criticalPath } from '../src/views/critical-path.js';
import { flameChart } from '../src/views/flame-chart.js';
import { contradictions, PATIENCE, SEED } from './arbitrary.js';
import { segment, traceOf } from './build.js';

function work(
  id: string,
  start_time: number,
  end_time: number,
  ...subsegments: SubsegmentDocument[]
): SubsegmentDocument {
  return { id, name: id, start_time, end_time, ...(subsegments.length > 0 && { subsegments }) };
}

function steps(trace: Trace): string[] {
  return criticalPath(trace).map(({ id, start, end }) => `${id} ${start}-${end}`);
}

function shop(...subsegments: SubsegmentDocument[]): ReturnType<typeof segment> {
  return segment({ name: 'shop', id: 'a', start_time: 0, end_time: 10, subsegments });
}

describe('the critical path', () => {
  it('alternates between an entity and what it waited for', () => {
    const trace = traceOf(shop(work('b', 1, 3), work('c', 3, 8, work('d', 4, 7))));
    expect(steps(trace)).toEqual(['a 0-1', 'b 1-3', 'c 3-4', 'd 4-7', 'c 7-8', 'a 8-10']);
  });

  it('takes the last to end of what ran at once', () => {
    expect(steps(traceOf(shop(work('b', 1, 5), work('c', 1, 8), work('d', 2, 4))))).toEqual([
      'a 0-1',
      'c 1-8',
      'a 8-10',
    ]);
  });

  it('goes back to what ended before the last one began', () => {
    expect(steps(traceOf(shop(work('b', 1, 4), work('c', 2, 5), work('d', 6, 9))))).toEqual([
      'a 0-2',
      'c 2-5',
      'a 5-6',
      'd 6-9',
      'a 9-10',
    ]);
  });

  it('cuts work that outlasts its parent, and leaves out what begins after', () => {
    expect(steps(traceOf(shop(work('b', 8, 15), work('c', 11, 12))))).toEqual(['a 0-8', 'b 8-10']);
  });

  it('runs on into called segments, moved into their call where their clock is off', () => {
    const call = { ...work('b', 2, 6), namespace: 'remote' };
    const callee = (start: number): ReturnType<typeof segment> =>
      segment({
        name: 'pay',
        id: 'c',
        parent_id: 'b',
        start_time: start,
        end_time: start + 2,
        subsegments: [work('d', start, start + 1)],
      });
    expect(steps(traceOf(shop(call), callee(3)))).toEqual([
      'a 0-2',
      'b 2-3',
      'd 3-4',
      'c 4-5',
      'b 5-6',
      'a 6-10',
    ]);
    expect(steps(traceOf(shop(call), callee(100)))).toEqual(['a 0-2', 'b 2-4', 'd 4-5', 'c 5-6', 'a 6-10']);
    expect(steps(traceOf(shop(call), callee(-50)))).toEqual(['a 0-2', 'd 2-3', 'c 3-4', 'b 4-6', 'a 6-10']);
  });

  it('is the earliest root itself where it did everything itself, and nothing where there is no root', () => {
    expect(steps(traceOf(shop()))).toEqual(['a 0-10']);
    expect(steps(traceOf())).toEqual([]);
  });
});

describe('of any trace', PATIENCE, () => {
  it('the steps cover the time of the root without gaps and overlaps', () => {
    fc.assert(
      fc.property(contradictions, (documents) => {
        const trace = traceOf(...documents);
        const path = criticalPath(trace);
        for (const [i, { start, end }] of path.entries()) {
          expect(end).toBeGreaterThan(start);
          if (i > 0) expect(Math.abs(start - (path[i - 1]?.end ?? Number.NaN))).toBeLessThan(1e-5);
        }
        const root = trace.segments.find((one) => one.root)?.document;
        if (root?.end_time === undefined) return;
        const covered = path.reduce((sum, { duration }) => sum + duration, 0);
        expect(covered).toBeCloseTo(root.end_time - root.start_time, 5);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('no two bars of a flame chart overlap on one lane, and each lies below its parent', () => {
    fc.assert(
      fc.property(contradictions, (documents) => {
        const lanes = new Map<number, number>();
        for (const { lane, offset, duration } of flameChart(traceOf(...documents))) {
          expect(offset).toBeGreaterThanOrEqual((lanes.get(lane) ?? 0) - 1e-6);
          expect(lane === 0 || lanes.has(lane - 1)).toBe(true);
          lanes.set(lane, offset + duration);
        }
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
