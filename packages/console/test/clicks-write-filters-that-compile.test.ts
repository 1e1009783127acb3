import { compileFilter } from '@radiograph/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  annotationFilter,
  bothFilters,
  edgeFilter,
  nodeFilter,
  timeConditions,
} from '../src/model/filter-text.js';

const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const node = fc.record({ name, type: name, accountId: name }, { requiredKeys: ['name'] });

function expectCompiles(text: string): void {
  expect(compileFilter(text), text).toMatchObject({ ok: true });
}

describe('a click', () => {
  it('on a node writes the shortest expression that names it', () => {
    expect(nodeFilter({ name: 'shop' })).toBe('service("shop")');
    expect(nodeFilter({ name: 'users', type: 'AWS::DynamoDB::Table' }, ['fault'])).toBe(
      'service(id(name: "users", type: "AWS::DynamoDB::Table")) { fault }',
    );
    expect(nodeFilter({ name: 'shop', type: 'client' })).toBe('service("shop") { root }');
  });

  it('on an edge writes its two ends', () => {
    expect(edgeFilter({ name: 'shop' }, { name: 'pay' }, ['fault', ...timeConditions(0.1, 0.25)])).toBe(
      'edge("shop", "pay") { fault AND responsetime >= 0.1 AND responsetime <= 0.25 }',
    );
    expect(edgeFilter({ name: 'shop', type: 'client' }, { name: 'shop' }, ['error'])).toBe(
      'service("shop") { root AND error }',
    );
  });

  it('on an annotation writes its value in its type', () => {
    expect(annotationFilter('tier', 'gold')).toBe('annotation[tier] = "gold"');
    expect(annotationFilter('items', 3)).toBe('annotation[items] = 3');
    expect(annotationFilter('gift', true)).toBe('annotation[gift] = true');
  });

  it('writes what the language takes, whatever the names are', () => {
    fc.assert(
      fc.property(
        node,
        node,
        name,
        fc.oneof(name, fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
        (a, b, key, value) => {
          expectCompiles(nodeFilter(a, ['ok', ...timeConditions(0.001, 12.5)]));
          expectCompiles(edgeFilter(a, b, ['throttle']));
          expectCompiles(annotationFilter(key, value));
          expectCompiles(bothFilters(nodeFilter(a), `${edgeFilter(a, b)} OR fault`));
        },
      ),
      { seed: 17 },
    );
  });
});
