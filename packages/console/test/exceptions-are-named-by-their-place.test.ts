import { compileFilter } from '@radiograph/filter';
import { expect, it } from 'vitest';
import { readExceptions } from '../src/api/exceptions.js';
import { agoText, dayAndTime, instantOf } from '../src/model/clock-time.js';
import { groupKey, placeText } from '../src/model/exception-place.js';
import { bothFilters, exceptionFilter } from '../src/model/filter-text.js';

it('a place names the function and the end of its path', () => {
  expect(placeText({ path: '/srv/app/orders/pay.js', line: 7, label: 'pay' })).toBe('pay (orders/pay.js:7)');
  expect(placeText({ path: 'C:\\app\\pay.js' })).toBe('app/pay.js');
  expect(placeText({ label: 'pay' })).toBe('pay');
  expect(placeText(undefined)).toBe('');
});

it('groups have keys that tell type and place apart', () => {
  const keys = [
    groupKey({ type: 'A' }),
    groupKey({ type: 'B' }),
    groupKey({ type: 'A', frame: { path: 'a.js', line: 1 } }),
    groupKey({ type: 'A', frame: { path: 'a.js', line: 2 } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys[0]).toMatch(/^[0-9a-f]{8}$/);
});

it('the filter of an exception compiles, whatever its name, also beside another', () => {
  for (const type of ['CouponError', 'a "b" \\ c', '']) {
    expect(compileFilter(exceptionFilter(type)).ok).toBe(true);
    const both = compileFilter(bothFilters('fault', exceptionFilter(type)));
    expect(both.ok && both.filter.expression?.kind).toBe('and');
  }
});

it('an answer of any shape is a report', () => {
  for (const answer of [
    undefined,
    null,
    7,
    [],
    { groups: 'x' },
    { groups: [null, 7, { nodes: [{}], examples: [1] }] },
  ])
    expect(readExceptions(answer).more).toBe(0);
});

it('times are shown by the chosen clock and read back by it', () => {
  expect(dayAndTime(0.25, 'utc')).toBe('1970-01-01 00:00:00.250');
  for (const zone of ['utc', 'local'] as const)
    expect(instantOf(dayAndTime(1_700_000_000, zone).slice(0, 19).replace(' ', 'T'), zone)).toBe(
      1_700_000_000,
    );
  expect([1, 40, 200, 7_300, 200_000].map((ago) => agoText(1_000_000 - ago, 1_000_000))).toEqual([
    'just now',
    '40 s ago',
    '3 min ago',
    '2 h ago',
    '2 d ago',
  ]);
});
