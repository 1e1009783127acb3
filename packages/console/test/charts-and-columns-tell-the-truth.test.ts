import { compileFilter } from '@radiograph/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnalysis } from '../src/api/analysis.js';
import { type Cell, readTraceHistogram } from '../src/api/histogram.js';
import { readSummaryPage } from '../src/api/trace-summaries.js';
import { clockTicks } from '../src/model/clock-ticks.js';
import { MORE_FIELDS, REFINE_FIELDS, valueFilter } from '../src/model/field-filter.js';
import {
  allPeriods,
  dotAt,
  latencyAt,
  latencyPlace,
  latencyScale,
  latencyTicks,
  periodBars,
  scatterDots,
} from '../src/model/trace-charts.js';
import {
  chosenColumns,
  fittingColumns,
  nextSorting,
  readSorting,
  sortedRows,
  TRACE_COLUMNS,
  writeColumns,
} from '../src/model/trace-columns.js';

const histogram = readTraceHistogram({
  matched: 3,
  scanned: 9,
  complete: true,
  periodS: 60,
  periods: [{ start: 120, ok: 900, fault: 1 }],
});
const window = { start: 90, end: 250 };
const field = { width: 160, height: 56 };

describe('the time histogram', () => {
  it('has a bar for every period, also where nothing came', () => {
    expect(allPeriods(histogram, window).map(({ start }) => start)).toEqual([60, 120, 180, 240]);
  });

  it('shows one fault among hundreds, and stays within its field', () => {
    const bars = periodBars(allPeriods(histogram, window), 60, window, field);
    const parts = bars.find(({ total }) => total > 0)?.parts ?? [];
    expect(parts.map(({ status }) => status)).toEqual(['ok', 'fault']);
    for (const { y, height } of parts) {
      expect(height).toBeGreaterThan(1);
      expect(y).toBeGreaterThanOrEqual(0);
    }
    for (const { x, width } of bars) expect(x >= 0 && x + width <= field.width + 1).toBe(true);
  });
});

describe('the latency scatter', () => {
  const cell = (from: number, outcome: Cell['outcome'] = 'ok'): Cell => ({
    start: 120,
    from,
    to: from * 1.33,
    outcome,
    count: 1,
    traceId: 'x',
  });

  it('finds back the response time of a place', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 999, noNaN: true }), (seconds) => {
        const scale = latencyScale([cell(seconds)]);
        expect(latencyAt(latencyPlace(seconds, scale, 100), scale, 100)).toBeCloseTo(seconds, 5);
        const ticks = latencyTicks(scale);
        expect(ticks[0]).toBeLessThanOrEqual(seconds * 1.001);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(seconds);
      }),
      { seed: 2 },
    );
  });

  it('lays faults in front and finds the mark under the pointer', () => {
    const cells = [cell(0.5, 'fault'), cell(0.01)];
    const dots = scatterDots(cells, 60, window, latencyScale(cells), field);
    expect(dots.map((dot) => dot.cell.outcome)).toEqual(['ok', 'fault']);
    const [first] = dots;
    expect(first && dotAt(dots, first.x + 2, first.y)?.cell).toBe(cells[1]);
    expect(dotAt(dots, 0, 0)).toBeUndefined();
  });
});

it('clock times stand at round times, no more than asked for', () => {
  expect(clockTicks(3_590, 7_230, 8, 'utc').map(({ label }) => label)).toEqual([
    '01:00',
    '01:10',
    '01:20',
    '01:30',
    '01:40',
    '01:50',
    '02:00',
  ]);
  expect(clockTicks(86_395, 86_405, 3, 'utc').map(({ label }) => label)).toEqual([
    '23:59:55',
    '01-02',
    '00:00:05',
  ]);
  expect(clockTicks(0, 86_400 * 30, 5, 'utc')[0]?.label).toBe('01-01');
  expect(clockTicks(5, 5, 5, 'utc')).toEqual([]);
});

describe('columns', () => {
  const keys = TRACE_COLUMNS.slice(1).map(({ key }) => key);

  it('are read back from the address', () => {
    fc.assert(
      fc.property(fc.subarray(keys, { minLength: 1 }), (some) => {
        const read = chosenColumns(writeColumns(new Set(some)));
        expect(read.map(({ key }) => key)).toEqual(['status', ...keys.filter((key) => some.includes(key))]);
      }),
      { seed: 4 },
    );
  });

  it('fit a phone', () => {
    expect(fittingColumns(TRACE_COLUMNS, 380).map(({ key }) => key)).toEqual([
      'status',
      'started',
      'entry',
      'request',
      'duration',
    ]);
    expect(fittingColumns(TRACE_COLUMNS, 4_000)).toHaveLength(TRACE_COLUMNS.length);
  });

  it('sort by what they show, stably, and back to the newest first', () => {
    const rows = readSummaryPage({
      TraceSummaries: [
        { Id: 'c', StartTime: 3, Duration: 1 },
        { Id: 'b', StartTime: 2, Duration: 5 },
        { Id: 'a', StartTime: 1, Duration: 1 },
      ],
    }).summaries;
    const order = (sort: string): string =>
      sortedRows(rows, readSorting(sort))
        .map(({ id }) => id)
        .join('');
    expect([order(''), order('-duration'), order('duration'), order('started')]).toEqual([
      'cba',
      'bca',
      'cab',
      'abc',
    ]);
    expect(nextSorting(undefined, 'duration')).toBe('-duration');
    expect(nextSorting(readSorting('-duration'), 'duration')).toBe('duration');
    expect(nextSorting(readSorting('duration'), 'duration')).toBe('');
    expect(readSorting('nothing')).toBeUndefined();
  });
});

it('every value that can be clicked is an expression that compiles', () => {
  const values = [...REFINE_FIELDS, ...MORE_FIELDS].flatMap(([name]): readonly NamedValue[] => {
    if (name === 'outcome')
      return [
        [name, { value: 'progress' }],
        [name, { value: 'fault' }],
      ];
    if (name === 'http.status') return [[name, { value: 500 }]];
    return name === 'annotation' ? [] : [[name, { value: 'a "b" \\' }]];
  });
  for (const [name, value] of [
    ...values,
    ['annotation', { key: 'a key', value: true }] as NamedValue,
    ['annotation.plan', { value: 3 }] as NamedValue,
  ])
    expect([name, compileFilter(valueFilter(name, value)).ok]).toEqual([name, true]);
});

it('answers of any shape are read', () => {
  for (const answer of [
    null,
    7,
    { sets: [null], fields: [{ values: [null, { value: {} }] }], rootCauses: [null] },
  ])
    expect(readAnalysis(answer).fields.flatMap(({ values }) => values)).toEqual([]);
  for (const answer of [null, 7, { periods: [null], cells: [null] }])
    expect(readTraceHistogram(answer).periodS).toBe(1);
});

type NamedValue = readonly [name: string, value: Parameters<typeof valueFilter>[1]];
