import type { TraceDocument } from '@radiograph/protocol';
import { assemble } from '@radiograph/trace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entityExceptions, indexExceptions } from '../src/model/trace-exceptions.js';
import { openRows, traceView, urlPath } from '../src/model/trace-view.js';
import { rowWindow, scrollToShow } from '../src/model/virtual-rows.js';

const ID = '1-5759e988-bd862e3fe1be46a994272793';
const exception = (id: string, cause?: string) => ({
  id,
  type: `Type-${id}`,
  ...(cause !== undefined && { cause }),
});

const documents: readonly TraceDocument[] = [
  {
    id: 'a',
    name: 'shop',
    trace_id: ID,
    start_time: 0,
    end_time: 1,
    subsegments: [
      {
        id: 'b',
        name: 'work',
        start_time: 0.1,
        end_time: 0.9,
        subsegments: [
          {
            id: 'c',
            name: 'DynamoDB',
            namespace: 'aws',
            start_time: 0.2,
            end_time: 0.3,
            aws: { operation: 'GetItem', table_name: 'users' },
          },
          { id: 'd', name: 'pay', namespace: 'remote', start_time: 0.4, end_time: 0.8, cause: 'x2' },
        ],
      },
    ],
  },
  {
    id: 'e',
    name: 'pay',
    trace_id: ID,
    parent_id: 'd',
    start_time: 0.5,
    end_time: 0.7,
    fault: true,
    cause: { exceptions: [exception('x1', 'x2'), exception('x2', 'x1')] },
  },
];

const view = traceView(assemble(ID, documents));

describe('the rows of a trace', () => {
  it('are every entity but the inferred, called segments below their calls', () => {
    expect(view.rows.map((row) => [row.id, row.depth, row.descendants])).toEqual([
      ['a', 0, 4],
      ['b', 1, 3],
      ['c', 2, 0],
      ['d', 2, 1],
      ['e', 3, 0],
    ]);
  });

  it('name what a call led to where no segment came from there', () => {
    const call = view.rows.find((row) => row.id === 'c');
    expect(call).toMatchObject({
      callee: { name: 'users', type: 'AWS::DynamoDB::Table' },
      hint: 'GetItem users',
      expandable: false,
    });
    expect(view.rows.find((row) => row.id === 'd')).not.toHaveProperty('callee');
  });

  it('bear the service that did the work', () => {
    expect(view.rows.map((row) => row.service)).toEqual(['shop', 'shop', 'shop', 'shop', 'pay']);
    expect(view.services.map((node) => node.name)).toEqual(['shop', 'pay']);
    expect(view.root?.id).toBe('a');
  });

  it('carry the critical path, whole and without overlap, calls to nowhere included', () => {
    const steps = view.rows.flatMap((row) => row.steps).sort((one, other) => one.from - other.from);
    expect(steps.reduce((sum, step) => sum + step.to - step.from, 0)).toBeCloseTo(1);
    expect(view.rows.find((row) => row.id === 'c')?.steps).toHaveLength(1);
  });

  it('hide what is below a collapsed one', () => {
    expect(openRows(view.rows, new Set(['b'])).map((row) => row.id)).toEqual(['a', 'b']);
    expect(openRows(view.rows, new Set(['d'])).map((row) => row.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(openRows(view.rows, new Set())).toBe(view.rows);
  });
});

describe('exceptions', () => {
  const index = indexExceptions(view.entities.values());
  const entity = (id: string) => view.entities.get(id)!;

  it('that cause each other are told once and not for ever', () => {
    const { chains } = entityExceptions(entity('e'), index);
    expect(chains.every(({ causes }) => causes.length === 1)).toBe(true);
  });

  it('recorded elsewhere are shown with their place', () => {
    const thrown = entityExceptions(entity('d'), index);
    expect(thrown.recordedAt).toBe('e');
    expect(thrown.chains[0]?.exception.id).toBe('x2');
  });

  it('are absent where nothing was thrown', () => {
    expect(entityExceptions(entity('a'), index)).toEqual({ chains: [] });
  });
});

describe('a long list', () => {
  it('has a few rows in the document, all that are seen among them', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000 }),
        fc.nat({ max: 3_000_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        (count, scrollTop, height) => {
          const { first, last } = rowWindow(count, { scrollTop, height, rowHeight: 28 });
          expect(last - first).toBeLessThanOrEqual(Math.ceil(height / 28) + 17);
          const seen = Math.floor(scrollTop / 28);
          if (seen < count) {
            expect(first).toBeLessThanOrEqual(seen);
            expect(last).toBeGreaterThan(seen);
          }
        },
      ),
      { seed: 6 },
    );
  });

  it('scrolls just so far that a row is seen', () => {
    const at = { scrollTop: 280, height: 100, rowHeight: 28 };
    expect(scrollToShow(11, at)).toBe(280);
    expect(scrollToShow(2, at)).toBe(56);
    expect(scrollToShow(20, at)).toBe(488);
  });
});

describe('a URL in a row', () => {
  it.each([
    ['https://shop.example/a/b?c#d', '/a/b?c#d'],
    ['http://shop.example', '/'],
    ['/only/path', '/only/path'],
    ['', ''],
  ])('%s reads %s', (url, path) => expect(urlPath(url)).toBe(path));
});
