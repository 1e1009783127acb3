import { expect, it } from 'vitest';
import { contribution } from '../src/graph/contribution.js';
import { isEntryCall, timeSeries } from '../src/graph/time-series.js';
import { counts, segment, traceOf } from './build.js';

const call = { id: 'b1', name: 'pay', namespace: 'remote', start_time: 60, end_time: 61 };

function entries(
  start: number,
  end: number | undefined,
  fault: boolean,
): ReturnType<typeof contribution>['edges'] {
  const times = end === undefined ? { in_progress: true } : { end_time: end };
  const root = segment({ name: 'shop', id: 'a1', start_time: start, ...times, fault, subsegments: [call] });
  return contribution(traceOf(root)).edges.filter(isEntryCall);
}

it('entry calls count every finished trace once, in the period it started in', () => {
  const rows = [
    entries(119.9, 120.4, false),
    entries(60, 60.1, true),
    entries(120, 120.1, false),
    entries(60, undefined, false),
  ];
  expect(timeSeries(rows.flat(), 60)).toEqual([
    {
      timestamp: 60,
      statistics: counts({ ok: 1, fault: 1, totalResponseTime: 0.6 }),
      responseTimes: [
        { value: 0.1, count: 1 },
        { value: 0.5, count: 1 },
      ],
    },
    {
      timestamp: 120,
      statistics: counts({ ok: 1, totalResponseTime: 0.1 }),
      responseTimes: [{ value: 0.1, count: 1 }],
    },
  ]);
});

it('nothing gives nothing', () => {
  expect(timeSeries([], 60)).toEqual([]);
});
