import type { TraceDocument } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { segment, segmentOf, streamed, traceOf } from './build.js';

const base = { name: 'shop', id: 'a1', start_time: 1 };

/** Both orders must choose the same. */
function winner(one: TraceDocument, other: TraceDocument): unknown {
  const [first, second] = [traceOf(one, other), traceOf(other, one)];
  expect(second).toEqual(first);
  return segmentOf(first, 'a1').document.user;
}

describe('of two segments with one id', () => {
  it.each([
    ['complete over in progress', { end_time: 2 }, { in_progress: true, http: { request: { url: 'long' } } }],
    ['the later end', { end_time: 3 }, { end_time: 2, http: { request: { url: 'long' } } }],
    ['more bytes', { end_time: 2, http: {} }, { end_time: 2 }],
    ['more bytes, not more characters', { end_time: 2, origin: 'ééé' }, { end_time: 2, origin: 'zzzz' }],
    ['more bytes while both are in progress', { in_progress: true, origin: 'x' }, { in_progress: true }],
    ['the greater text', { end_time: 2, origin: 'b' }, { end_time: 2, origin: 'a' }],
    ['the greater parent', { end_time: 2, parent_id: 'y' }, { end_time: 2, parent_id: 'x' }],
  ])('%s holds', (_, better, worse) => {
    expect(
      winner(segment({ ...base, ...better, user: '1' }), segment({ ...base, ...worse, user: '0' })),
    ).toBe('1');
  });
});

describe('of a segment and a subsegment with one id', () => {
  it('the segment holds, and keeps what was below the other', () => {
    const call = {
      ...base,
      end_time: 9,
      subsegments: [{ id: 'x1', name: 'work', start_time: 1, end_time: 2 }],
    };
    expect(winner(segment({ ...base, in_progress: true, user: 'al' }), streamed('zz', call))).toBe('al');
    const trace = traceOf(streamed('zz', call), segment({ ...base, in_progress: true }));
    expect(segmentOf(trace, 'a1').subsegments.map(({ document }) => document.id)).toEqual(['x1']);
    expect(trace.orphans).toEqual([]);
  });
});

describe('of two subsegments with one id', () => {
  const done = { id: 'x1', name: 'work', start_time: 1, end_time: 2 };
  const root = segment({ ...base, end_time: 3 });

  it('an embedded and a streamed copy are one', () => {
    const trace = traceOf({ ...root, subsegments: [done] }, streamed('a1', done));
    expect(trace).toEqual(traceOf({ ...root, subsegments: [done] }));
  });

  it('a streamed complete one holds over an embedded one in progress', () => {
    const pending = { id: 'x1', name: 'work', start_time: 1, in_progress: true };
    const trace = traceOf({ ...root, subsegments: [pending] }, streamed('a1', done));
    expect(segmentOf(trace, 'a1').subsegments[0]?.document).toEqual(done);
    expect(trace.partial).toBe(false);
  });

  it('what each of them brought below it is kept', () => {
    const dns = { id: 'y1', name: 'dns', start_time: 1, end_time: 1.1 };
    const tcp = { id: 'y2', name: 'tcp', start_time: 1.1, end_time: 1.2 };
    const trace = traceOf(
      { ...root, subsegments: [{ ...done, subsegments: [tcp] }] },
      streamed('a1', { ...done, subsegments: [dns] }),
    );
    const [work] = segmentOf(trace, 'a1').subsegments;
    expect(work?.subsegments.map(({ document }) => document.name)).toEqual(['dns', 'tcp']);
  });

  it('it hangs where the better copy says', () => {
    const other = { id: 'x2', name: 'other', start_time: 1, end_time: 2 };
    const trace = traceOf(
      { ...root, subsegments: [done, other] },
      streamed('x2', { ...done, end_time: 2.5 }),
    );
    const [top, ...rest] = segmentOf(trace, 'a1').subsegments;
    expect(rest).toEqual([]);
    expect(top?.subsegments.map(({ document }) => document.id)).toEqual(['x1']);
  });
});
