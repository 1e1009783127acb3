import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeFilter } from '../src/completion.js';
import { tokenize } from '../src/tokenizing.js';
import { compiledSoundly } from './problems.js';
import { recordOf } from './record-sketch.js';

const pieces = [
  ...[
    'service',
    'edge',
    'id',
    'annotation',
    'annotation.a',
    'group.name',
    'rootcause.json',
    'rootcause.fault.entity',
    'fault',
    'user',
  ],
  ...[
    'http.status',
    'duration',
    'index',
    'AND',
    'OR',
    'NOT',
    'CONTAINS',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '#[',
    ',',
    ':',
    '!',
    '=',
    '!=',
    '<',
  ],
  ...[
    '"a"',
    "'",
    '"',
    '\\',
    '1',
    '-1.5',
    'true',
    ' ',
    '\n',
    'name',
    'type',
    'account.id',
    '😀',
    '\ud800',
    '“',
    '__proto__',
    'metadata.x',
  ],
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
const spacedSoup = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(' '));
const anyText = fc.oneof(
  soup,
  spacedSoup,
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

const vocabulary = {
  services: [{ name: 'a', type: 'T' }],
  annotationKeys: ['a', 'b c'],
  valuesOf: () => ['x', 1, true],
};

describe('any text', () => {
  it('compiles or gets diagnostics that point into it, and what compiles can be asked', () => {
    const record = recordOf({ users: ['a'], faultCauses: [[{ name: 'a', entities: [{ name: 'a' }] }]] });
    fc.assert(
      fc.property(anyText, (text) => {
        const compiled = compiledSoundly(text);
        if (compiled.ok) expect(typeof compiled.filter.matches(record)).toBe('boolean');
      }),
      { seed: 4, numRuns: 20_000 },
    );
  });

  it('is cut into tokens in order, with only white space between them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let at = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(at, token.start).trim()).toBe('');
          expect(token.end).toBeGreaterThan(token.start);
          expect(token.text).toBe(text.slice(token.start, token.end));
          at = token.end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { seed: 4, numRuns: 5_000 },
    );
  });

  it('can be completed at any place, and the offers replace what is round the cursor', () => {
    fc.assert(
      fc.property(anyText, fc.nat(100), (text, place) => {
        // At a boundary of characters, where editors put it.
        const cursor = Array.from(text).slice(0, place).join('').length;
        for (const { start, end, text: offered } of completeFilter(text, cursor, vocabulary)) {
          expect(start <= cursor && cursor <= end && end <= text.length && offered.length > 0).toBe(true);
        }
      }),
      { seed: 4, numRuns: 5_000 },
    );
  });
});
