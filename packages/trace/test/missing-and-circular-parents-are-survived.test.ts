import { describe, expect, it } from 'vitest';
import { serviceGraph } from '../src/graph/fold-graph.js';
import { traceRecord } from '../src/record/record-trace.js';
import { waterfall } from '../src/views/waterfall.js';
import { edgesOf, nodesOf, segment, segmentOf, streamed, TRACE_ID, traceOf } from './build.js';

const work = { id: 'x1', name: 'work', start_time: 1, end_time: 2 };
const pay = { name: 'pay', id: 'c1', start_time: 1.2, end_time: 1.8 };

describe('a subsegment whose parent has not arrived', () => {
  const trace = traceOf(streamed('zz', { ...work, namespace: 'remote', annotations: { tier: 'gold' } }));

  it('waits as an orphan, with what it was sent with', () => {
    expect(trace).toMatchObject({ start: 1, end: 2, partial: true, segments: [] });
    expect(trace.orphans[0]?.document).toMatchObject({
      type: 'subsegment',
      parent_id: 'zz',
      trace_id: TRACE_ID,
    });
  });

  it('makes no node, but a trace that opens', () => {
    expect(serviceGraph([trace])).toEqual({ nodes: [], edges: [] });
    const record = traceRecord(trace, 3);
    expect(record).toMatchObject({ duration: 1, revision: 3, partial: true, segments: [], calls: [] });
    expect(record).not.toHaveProperty('root');
    expect(record.annotations).toEqual([{ key: 'tier', value: 'gold', nodes: [] }]);
    expect(waterfall(trace)).toMatchObject([{ id: 'x1', depth: 0, orphan: true }]);
  });

  it('is attached when the parent arrives, and what it calls is inferred', () => {
    const root = segment({ name: 'shop', id: 'zz', start_time: 0.5, end_time: 3 });
    const whole = traceOf(streamed('zz', { ...work, namespace: 'remote' }), root);
    expect(whole.orphans).toEqual([]);
    expect(whole.partial).toBe(false);
    expect(segmentOf(whole, 'zz').subsegments[0]?.document).not.toHaveProperty('parent_id');
    expect(nodesOf(serviceGraph([whole]))).toEqual(['shop', 'shop (client)', 'work (remote)']);
  });

  it('shows the segment that it called below it, which is an entry meanwhile', () => {
    const both = traceOf(
      streamed('zz', { ...work, namespace: 'remote' }),
      segment({ ...pay, parent_id: 'x1' }),
    );
    expect(waterfall(both).map(({ id, depth }) => [id, depth])).toEqual([
      ['x1', 0],
      ['c1', 1],
    ]);
    expect(edgesOf(serviceGraph([both]))).toEqual(['pay (client) -> pay']);
  });
});

describe('a segment whose parent has not arrived', () => {
  it('is no entry where there is one, and marks the trace partial', () => {
    const root = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3 });
    const trace = traceOf(root, segment({ ...pay, parent_id: 'zz' }));
    expect(segmentOf(trace, 'c1').root).toBe(false);
    expect(trace.partial).toBe(true);
    expect(nodesOf(serviceGraph([trace]))).toEqual(['pay', 'shop', 'shop (client)']);
    expect(edgesOf(serviceGraph([trace]))).toEqual(['shop (client) -> shop']);
  });
});

describe('parents that lead back to where they came from', () => {
  it('a segment that is its own parent is an entry', () => {
    const trace = traceOf(segment({ ...pay, parent_id: 'c1' }));
    expect(trace.segments[0]).toMatchObject({ root: true, calleeIds: [] });
    expect(waterfall(trace)).toHaveLength(1);
  });

  it('segments that call each other are cut above the earliest', () => {
    const call = (id: string) => ({ ...work, id, namespace: 'remote' });
    const one = segment({ ...pay, id: 's1', name: 'one', parent_id: 'b2', subsegments: [call('b1')] });
    const two = segment({
      ...pay,
      id: 's2',
      name: 'two',
      start_time: 1.3,
      parent_id: 'b1',
      subsegments: [call('b2')],
    });
    const trace = traceOf(two, one);
    expect(segmentOf(trace, 's1').root).toBe(true);
    expect(segmentOf(trace, 's1').caller).toBeUndefined();
    expect(segmentOf(trace, 's2').caller).toEqual({ segmentId: 's1', entityId: 'b1' });
    expect(trace.segments.some(({ inferred }) => inferred)).toBe(false);
    expect(waterfall(trace).map(({ id }) => id)).toEqual(['s1', 'b1', 's2', 'b2']);
    expect(traceRecord(trace, 1).responseTimeRootCauses).toHaveLength(1);
  });

  it('subsegments in a ring wait as an orphan, all of them', () => {
    const trace = traceOf(
      streamed('x2', work),
      streamed('x3', { ...work, id: 'x2' }),
      streamed('x1', { ...work, id: 'x3' }),
    );
    expect(trace.segments).toEqual([]);
    expect(waterfall(trace).map(({ id, depth }) => [id, depth])).toEqual([
      ['x1', 0],
      ['x3', 1],
      ['x2', 2],
    ]);
  });

  it('a segment inside of its own call is cut off from it', () => {
    const self = segment({
      ...pay,
      parent_id: 'b1',
      subsegments: [{ ...work, id: 'b1', namespace: 'remote' }],
    });
    const trace = traceOf(self);
    expect(trace.segments).toHaveLength(1);
    expect(trace.segments[0]).toMatchObject({ root: true });
  });
});
