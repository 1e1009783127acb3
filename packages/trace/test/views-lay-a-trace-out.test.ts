import type { SubsegmentDocument } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { compareTraces } from '../src/views/comparison.js';
import { flameChart } from '../src/views/flame-chart.js';
import { waterfall } from '../src/views/waterfall.js';
import { segment, segmentOf, streamed, traceOf } from './build.js';

const dns: SubsegmentDocument = { id: 'y1', name: 'dns', start_time: 10.1, end_time: 10.2 };
const call: SubsegmentDocument = {
  id: 'b1',
  name: 'pay',
  namespace: 'remote',
  start_time: 10.1,
  end_time: 10.6,
  http: { response: { status: 503 } },
  subsegments: [dns],
};
const cache: SubsegmentDocument = { id: 'x1', name: 'cache', start_time: 10.05, end_time: 10.07 };
const shop = segment({ name: 'shop', id: 'a1', start_time: 10, end_time: 11, subsegments: [call, cache] });
const pay = segment({ name: 'pay', id: 'c1', parent_id: 'b1', start_time: 10.2, end_time: 10.5 });

describe('waterfall', () => {
  it('shows each entity followed by what is below it, by start, called segments below their calls', () => {
    const rows = waterfall(traceOf(shop, pay));
    expect(rows.map(({ depth, id, offset, duration }) => [depth, id, offset, duration])).toEqual([
      [0, 'a1', 0, 1],
      [1, 'x1', 0.05, 0.02],
      [1, 'b1', 0.1, 0.5],
      [2, 'y1', 0.1, 0.1],
      [2, 'c1', 0.2, 0.3],
    ]);
    expect(rows.map(({ expandable, descendants }) => [expandable, descendants])).toEqual([
      [true, 4],
      [false, 0],
      [true, 2],
      [false, 0],
      [false, 0],
    ]);
    expect(rows.map(({ parentId, segmentId }) => [parentId, segmentId])).toEqual([
      [undefined, 'a1'],
      ['a1', 'a1'],
      ['a1', 'a1'],
      ['b1', 'a1'],
      ['b1', 'c1'],
    ]);
  });

  it('tells how each entity went', () => {
    const rows = waterfall(traceOf(shop, pay));
    expect(rows[2]).toMatchObject({ fault: true, status: 503, namespace: 'remote', kind: 'subsegment' });
    expect(rows[4]).toMatchObject({ fault: false, node: { name: 'pay' }, inferred: false, kind: 'segment' });
  });

  it('marks what is inferred, pending, orphaned, or in progress', () => {
    const begun = streamed('zz', { id: 'o1', name: 'lost', start_time: 12, in_progress: true });
    const rows = waterfall(
      traceOf({ ...shop, subsegments: [{ ...call, traced: true, subsegments: [] }] }, begun),
    );
    expect(
      rows.map(({ inferred, pending, orphan, partial }) => [inferred, pending, orphan, partial]),
    ).toEqual([
      [false, false, false, false],
      [false, false, false, false],
      [true, true, false, false],
      [false, false, true, true],
    ]);
    expect(rows[3]).not.toHaveProperty('duration');
    expect(rows[3]).not.toHaveProperty('segmentId');
  });

  it('marks what the critical path runs through', () => {
    const critical = waterfall(traceOf(shop, pay)).filter((row) => row.critical);
    expect(critical.map(({ id }) => id)).toEqual(['a1', 'x1', 'b1', 'y1', 'c1']);
    const mail: SubsegmentDocument = { id: 'm1', name: 'mail', start_time: 10.01, end_time: 10.55 };
    const busy = waterfall(traceOf({ ...shop, subsegments: [call, mail] }));
    expect(busy.find(({ id }) => id === 'm1')?.critical).toBe(false);
  });
});

describe('flame chart', () => {
  it('puts every bar on the first lane below its parent that is free', () => {
    const mail: SubsegmentDocument = { id: 'm1', name: 'mail', start_time: 10.15, end_time: 10.9 };
    const late: SubsegmentDocument = { id: 'z1', name: 'late', start_time: 10.95, end_time: 10.96 };
    const bars = flameChart(traceOf({ ...shop, subsegments: [call, cache, mail, late] }, pay));
    expect(bars.map(({ id, lane }) => [id, lane])).toEqual([
      ['a1', 0],
      ['x1', 1],
      ['b1', 1],
      ['y1', 2],
      ['m1', 3],
      ['c1', 2],
      ['z1', 1],
    ]);
    expect(bars[2]).toEqual({
      id: 'b1',
      segmentId: 'a1',
      name: 'pay',
      lane: 1,
      offset: 0.1,
      duration: 0.5,
      outcome: 'fault',
    });
  });

  it('leaves inferred segments out and moves a callee whose clock is behind', () => {
    expect(flameChart(traceOf(shop)).map(({ id }) => id)).toEqual(['a1', 'x1', 'b1', 'y1']);
    const behind = { ...pay, start_time: 4.2, end_time: 4.5 };
    const moved = flameChart(traceOf(shop, behind)).find(({ id }) => id === 'c1');
    expect(moved).toMatchObject({ offset: 5.9, duration: 0.3 });
  });

  it('draws what is in progress to the end of the trace', () => {
    const begun: SubsegmentDocument = { id: 'w1', name: 'work', start_time: 10.5, in_progress: true };
    const bars = flameChart(traceOf({ ...shop, subsegments: [begun] }));
    expect(bars.map(({ duration }) => duration)).toEqual([1, 0.5]);
  });
});

describe('comparison', () => {
  it('matches entities by their names and those above them, several of one name together', () => {
    const fast = segment({
      name: 'shop',
      id: 'a2',
      start_time: 50,
      end_time: 50.4,
      subsegments: [
        { ...cache, id: 'x2', start_time: 50, end_time: 50.1 },
        { ...cache, id: 'x3', start_time: 50.1, end_time: 50.2, error: true },
      ],
    });
    const rows = compareTraces(traceOf(shop, pay), traceOf(fast));
    expect(rows.map(({ depth, kind, name, difference }) => [depth, kind, name, difference])).toEqual([
      [0, 'segment', 'shop', -0.6],
      [1, 'subsegment', 'cache', 0.18],
      [1, 'subsegment', 'pay', -0.5],
      [2, 'subsegment', 'dns', -0.1],
      [2, 'segment', 'pay', -0.3],
    ]);
    expect(rows[1]).toMatchObject({
      left: { count: 1, failed: 0, ids: ['x1'] },
      right: { count: 2, duration: 0.2, failed: 1, ids: ['x2', 'x3'] },
    });
    expect(rows[2]?.left?.failed).toBe(1);
    expect(rows[2]).not.toHaveProperty('right');
  });

  it('finds no difference between a trace and itself', () => {
    const trace = traceOf(shop, pay);
    expect(compareTraces(trace, trace).every(({ difference }) => difference === 0)).toBe(true);
    expect(segmentOf(trace, 'c1').root).toBe(false);
  });
});
