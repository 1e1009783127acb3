import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readView, type View, viewHref } from '../src/view/route.js';

const hex = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));

const route = fc.oneof(
  fc.constant({ page: 'map' } as const),
  fc
    .constantFrom('traces', 'exceptions', 'analytics', 'sampling', 'groups')
    .map((page) => ({ page }) as const),
  fc.tuple(hex(8), hex(24)).map(([time, unique]) => ({ page: 'trace', id: `1-${time}-${unique}` }) as const),
);

const range = fc.oneof(
  fc.integer({ min: 1, max: 9_999_999 }).map((seconds) => ({ kind: 'since', seconds }) as const),
  fc
    .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 }))
    .map(([from, length]) => ({ kind: 'between', from: from / 1000, to: (from + length) / 1000 }) as const),
);

const views: fc.Arbitrary<View> = fc
  .record({
    route,
    range,
    live: fc.boolean(),
    filter: fc.string({ unit: 'grapheme' }),
    selected: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    tab: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
    options: fc.record(
      {
        as: fc.constantFrom('table', 'flame', 'map'),
        find: fc.string({ minLength: 1 }),
        closed: fc.string({ minLength: 1 }),
        sort: fc.constantFrom('-duration', 'start'),
        with: hex(24),
      },
      { requiredKeys: [] },
    ),
  })
  .map((view) => ({ ...view, live: view.live && view.range.kind === 'since' }));

function read(href: string): View {
  const url = new URL(href, 'http://127.0.0.1:2000');
  return readView(url.pathname, url.search);
}

describe('the address', () => {
  it('holds the whole view', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(read(viewHref(view))).toEqual(view);
      }),
      { seed: 5 },
    );
  });

  it('is short for what is shown by default', () => {
    expect(viewHref(read('/'))).toBe('/');
    expect(viewHref(read('/traces?since=1h'))).toBe('/traces');
  });

  it('takes a trace id in W3C form', () => {
    const view = read('/traces/5759E988BD862E3FE1BE46A994272793');
    expect(view.route).toEqual({ page: 'trace', id: '1-5759e988-bd862e3fe1be46a994272793' });
  });

  it('names a window in UTC', () => {
    const view = read('/traces?from=2026-11-22T10:00:00&to=2026-11-22T10:30:00Z');
    expect(view.range).toEqual({ kind: 'between', from: 1_795_341_600, to: 1_795_343_400 });
    expect(view.live).toBe(false);
  });

  it.each(['/traces/nonsense', '/traces/%E0%A4%A', '/else', '//evil.example/x'])(
    'leads %s to a page that says so',
    (path) => {
      expect(readView(path, '').route).toEqual({ page: 'missing', path });
    },
  );

  it.each([
    '?since=',
    '?since=-1h',
    '?since=1y',
    '?from=x&to=y',
    '?from=2026-11-22T10:00:00Z',
    '?from=2&to=1',
  ])('takes %s for the last hour', (query) =>
    expect(readView('/', query).range).toEqual({ kind: 'since', seconds: 3600 }),
  );
});
