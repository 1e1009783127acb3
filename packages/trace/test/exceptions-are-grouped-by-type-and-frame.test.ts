import { describe, expect, it } from 'vitest';
import { assemble } from '../src/assembly/assemble.js';
import type { Trace } from '../src/trace.js';
import { exceptionGroups, exceptionOccurrences } from '../src/views/exceptions.js';
import { OTHER_ID, segment, streamed, TRACE_ID, traceOf } from './build.js';

const frame = { path: 'src/cart.ts', line: 12, label: 'load' };
const thrown = {
  id: 'e1',
  type: 'TypeError',
  message: 'no cart',
  stack: [frame, { path: 'src/app.ts', line: 1 }],
};

function shop(traceId: string, end: number, exceptions: readonly object[]): Trace {
  const members = {
    name: 'shop',
    id: 'a1',
    start_time: 0,
    end_time: end,
    fault: true,
    cause: { exceptions },
  };
  return assemble(traceId, [segment(members as Parameters<typeof segment>[0], traceId)]);
}

describe('the exceptions of a trace', () => {
  it('are found where they arose, once, though they were recorded again on the way up', () => {
    const load = { id: 'x1', name: 'load', start_time: 0.1, end_time: 0.3, cause: { exceptions: [thrown] } };
    const root = segment({
      name: 'shop',
      id: 'a1',
      start_time: 0,
      end_time: 1,
      cause: { exceptions: [thrown] },
      subsegments: [load],
    });
    expect(exceptionOccurrences(traceOf(root))).toEqual([
      {
        traceId: TRACE_ID,
        entityId: 'x1',
        node: { name: 'shop' },
        time: 0.3,
        type: 'TypeError',
        message: 'no cart',
        remote: false,
        frame,
      },
    ]);
  });

  it('are kept where they have no id, no type, no stack and no service', () => {
    const lost = streamed('zz', {
      id: 'o1',
      name: 'o',
      start_time: 1,
      end_time: 2,
      cause: { exceptions: [{}, { remote: true }] },
    });
    const found = exceptionOccurrences(traceOf(lost));
    expect(found.map(({ type, message, remote }) => [type, message, remote])).toEqual([
      ['', '', false],
      ['', '', true],
    ]);
    expect(found[0]).not.toHaveProperty('node');
  });

  it('are not those that are only pointed at', () => {
    const pointing = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 1, cause: 'e1' });
    expect(exceptionOccurrences(traceOf(pointing))).toEqual([]);
  });
});

describe('groups', () => {
  const elsewhere = { ...thrown, id: 'e2', stack: [{ ...frame, line: 13 }] };
  const traces = [
    shop(TRACE_ID, 1, [thrown, elsewhere]),
    shop(OTHER_ID, 2, [{ ...thrown, message: 'no cart 7' }]),
  ];
  const occurrences = traces.flatMap(exceptionOccurrences);

  it('hold one type at one place, the most frequent first', () => {
    const groups = exceptionGroups(occurrences);
    expect(groups.map(({ type, frame: top, count, traces: seen }) => [type, top?.line, count, seen])).toEqual(
      [
        ['TypeError', 12, 2, 2],
        ['TypeError', 13, 1, 1],
      ],
    );
    expect(groups[0]).toMatchObject({
      first: 1,
      last: 2,
      nodes: [{ name: 'shop' }],
      latest: { message: 'no cart 7' },
    });
  });

  it('do not depend on order', () => {
    expect(exceptionGroups(occurrences.toReversed())).toEqual(exceptionGroups(occurrences));
  });
});
