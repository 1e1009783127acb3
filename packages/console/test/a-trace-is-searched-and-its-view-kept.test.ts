import type { TraceDocument } from '@radiograph/protocol';
import { assemble, flameChart } from '@radiograph/trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComparison } from '../src/api/comparison.js';
import { barAt, barBeside, drawnBars, LANE_PX } from '../src/model/flame-layout.js';
import { sqlLines } from '../src/model/sql-lines.js';
import { opened, readClosed, readZoom, writeClosed, writeZoom } from '../src/model/timeline-state.js';
import { findIndex, findRows, nextMatch } from '../src/model/trace-find.js';
import { traceView } from '../src/model/trace-view.js';

const ID = '1-5759e988-bd862e3fe1be46a994272793';
const documents: readonly TraceDocument[] = [
  {
    id: 'a',
    name: 'shop',
    trace_id: ID,
    start_time: 0,
    end_time: 1,
    user: 'Ada',
    subsegments: [
      {
        id: 'b',
        name: 'work',
        start_time: 0.1,
        end_time: 0.9,
        annotations: { plan: 'Gold' },
        subsegments: [
          { id: 'c', name: 'db', start_time: 0.2, end_time: 0.3, sql: { sanitized_query: 'SELECT 1' } },
          {
            id: 'd',
            name: 'pay',
            start_time: 0.4,
            end_time: 0.8,
            fault: true,
            cause: {
              working_directory: '',
              exceptions: [{ id: 'x', type: 'PayError', message: 'no money' }],
            },
          },
        ],
      },
    ],
  },
];
const trace = traceView(assemble(ID, documents));

describe('the search within a trace', () => {
  const index = findIndex(trace);
  const found = (words: string): string => findRows(index, words).join('');

  it('finds names, users, annotations, queries and exceptions in any case', () => {
    expect([
      found('SHOP'),
      found('ada'),
      found('plan=gold'),
      found('select'),
      found('payerror money'),
    ]).toEqual(['a', 'a', 'b', 'c', 'd']);
    expect([found('  '), found('nothing')]).toEqual(['', '']);
  });

  it('goes from match to match in the order of the timeline, around at the ends', () => {
    const matches = ['b', 'd'];
    expect(nextMatch(trace, matches, 'a', 1)).toBe('b');
    expect(nextMatch(trace, matches, 'd', 1)).toBe('b');
    expect(nextMatch(trace, matches, 'c', -1)).toBe('b');
    expect(nextMatch(trace, matches, 'b', -1)).toBe('d');
    expect(nextMatch(trace, [], 'b', 1)).toBeUndefined();
  });

  it('opens only what hides the match', () => {
    expect([...opened(new Set(['a', 'b', 'd']), trace.rows, 'c')]).toEqual(['d']);
  });
});

describe('the address of a timeline', () => {
  it('reads back every stretch and every set of closed rows', () => {
    const span = { from: 0, to: 100 };
    fc.assert(
      fc.property(fc.nat(99_000_000), fc.integer({ min: 1, max: 1_000_000 }), (from, length) => {
        const zoom = { from: from / 1e6, to: (from + length) / 1e6 };
        expect(readZoom(writeZoom(zoom), span)).toEqual(zoom);
      }),
      { seed: 3 },
    );
    expect(readClosed(writeClosed(new Set(['a1', 'b2'])))).toEqual(new Set(['a1', 'b2']));
    expect(writeZoom(undefined)).toBe('');
  });

  it('takes nonsense as absent, and what lies outside of the trace as its edge', () => {
    const span = { from: 0, to: 2 };
    for (const text of [undefined, '', 'x', '5-1', '3-9', '-1-2', '1-1'])
      expect(readZoom(text, span)).toBeUndefined();
    expect(readZoom('1-9', span)).toEqual({ from: 1, to: 2 });
  });
});

describe('the flame chart', () => {
  const bars = flameChart(trace.trace);
  const view = { shown: { from: 0, to: 1 }, width: 1000, top: 0, height: 200 };

  it('draws what is seen and finds it under the pointer', () => {
    const drawn = drawnBars(bars, view);
    expect(drawn.map(({ bar }) => bar.id).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(barAt(drawn, 250, LANE_PX * 2 + 5)?.id).toBe('c');
    expect(barAt(drawn, 950, LANE_PX * 2 + 5)).toBeUndefined();
    const zoomed = drawnBars(bars, { ...view, shown: { from: 0.35, to: 1 } });
    expect(zoomed.map(({ bar }) => bar.id)).not.toContain('c');
  });

  it('never draws more bars than pixels', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({
      id: String(index),
      name: 'x',
      lane: 1,
      offset: index / 5_000,
      duration: 0.000_01,
      outcome: 'ok' as const,
    }));
    expect(drawnBars(many, { ...view, width: 200 }).length).toBeLessThanOrEqual(201);
  });

  it('is walked with the arrow keys', () => {
    expect(barBeside(bars, 'c', 'ArrowRight')?.id).toBe('d');
    expect(barBeside(bars, 'd', 'ArrowLeft')?.id).toBe('c');
    expect(barBeside(bars, 'd', 'ArrowUp')?.id).toBe('b');
    expect(barBeside(bars, 'b', 'ArrowDown')?.id).toBe('c');
    expect(barBeside(bars, undefined, 'ArrowDown')?.id).toBe('a');
  });
});

describe('a query', () => {
  it('has a line for each clause, and conditions below', () => {
    expect(
      sqlLines(
        "SELECT a, b FROM t LEFT JOIN u ON u.id = t.id WHERE a = 'FROM x' AND b BETWEEN 1 AND 2 OR c IN (SELECT d FROM e) ORDER BY a LIMIT 5",
      ).split('\n'),
    ).toEqual([
      'SELECT a, b',
      'FROM t',
      'LEFT JOIN u',
      'ON u.id = t.id',
      "WHERE a = 'FROM x'",
      '  AND b BETWEEN 1 AND 2',
      '  OR c IN (SELECT d FROM e)',
      'ORDER BY a',
      'LIMIT 5',
    ]);
    expect(sqlLines('SELECT 1 FROM t')).toBe('SELECT 1 FROM t');
  });

  it('loses nothing but white space', () => {
    const words = fc.constantFrom(
      'SELECT',
      'from',
      "'a b'",
      '(',
      ')',
      'AND',
      'x',
      '=',
      ' ',
      '  ',
      '--c',
      ';',
      '"q"',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 20, maxLength: 60 }), (parts) => {
        const query = parts.join(' ');
        expect(sqlLines(query).replace(/\s+/g, '')).toBe(query.replace(/\s+/g, ''));
      }),
      { seed: 8 },
    );
  });
});

it('a comparison of any shape can be shown', () => {
  for (const answer of [null, 7, { rows: [null, { left: 3 }] }])
    expect(readComparison(answer).left.id).toBe('');
});
