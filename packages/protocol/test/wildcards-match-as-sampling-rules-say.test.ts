import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesWildcard } from '../src/index.js';

test.each([
  ['W1', '', 'whatever', false],
  ['W1', '', '', true],
  ['W2', 'fo?', 'foo', true],
  ['W2', 'f?o', 'boo', false],
  ['W2', '?o?', 'foo', true],
  ['W2', '????', 'chevy', false],
  ['W3', '*oo', 'foo', true],
  ['W3', 'foo*', 'foo', true],
  ['W3', 'foo*', 'fo0', false],
  ['W3', '*/foo', '/bar/foo', true],
  ['W4', 'Foo', 'FOO', true],
  ['W6', 'a*na*ha', 'anananahahanahana', false],
  ['W7', '**a**', 'a', true],
  ['W7', '*???', 'aa', false],
  ['W7', '?*?', 'a', false],
  ['W7', '*?*a', 'a', false],
  ['W7', '*?*a*', 'ba', true],
  ['W8', '*a', '*ba', true],
  ['W9', 'a?c', 'aéc', true],
  ['W9', 'a?c', 'a😀c', true],
  ['W9', 'a??c', 'a😀c', false],
  ['W10', '/*/checkout', '/\u212a/checkout', true],
  ['lone star', '*', '', true],
  ['dots and brackets are themselves', 'a.c[d]+', 'abc[d]+', false],
  ['dots and brackets are themselves', 'a.c[d]+', 'A.C[D]+', true],
])('%s: %j and %j: %j', (_number, pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test('W5: long texts are fast, whatever they hold', () => {
  const text = 'a'.repeat(8_000);
  const started = performance.now();
  expect(matchesWildcard('a*b', `${text}b`)).toBe(true);
  expect(matchesWildcard(`${'*a'.repeat(60)}*b`, text)).toBe(false);
  expect(matchesWildcard(`*${'a'.repeat(120)}b`, text)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});

/** The meaning of a pattern, plain and slow. */
function means(pattern: readonly string[], text: readonly string[]): boolean {
  const [wanted, ...more] = pattern;
  if (wanted === undefined) return text.length === 0;
  if (wanted === '*') return means(more, text) || (text.length > 0 && means(pattern, text.slice(1)));
  return text.length > 0 && (wanted === '?' || wanted === text[0]) && means(more, text.slice(1));
}

test('every pattern means what its definition says', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '*', '?'), maxLength: 7 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (wanted, given) => {
      expect(matchesWildcard(wanted, given)).toBe(means([...wanted], [...given]));
    }),
    { seed: 1, numRuns: 5_000 },
  );
});
