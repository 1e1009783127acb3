import { describe, expect, it } from 'vitest';
import { compileFilter } from '../src/compile-filter.js';
import { claims } from './claims.js';
import { exampleGroups, examples } from './examples.js';
import { type RecordSketch, recordOf } from './record-sketch.js';
import { violations } from './suite.js';

function matches(expression: string, sketch: RecordSketch): boolean {
  const compiled = compileFilter(expression, { groups: exampleGroups });
  if (!compiled.ok) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
  return compiled.filter.matches(recordOf(sketch));
}

describe('the examples of the language', () => {
  it('are 84, in order', () => {
    expect(examples.map(({ number }) => number)).toEqual(Array.from({ length: 84 }, (_, index) => index + 1));
  });

  it('have a trace that matches and one that does not, all but four that are refused and one that matches all', () => {
    const shown = (both: (one: (typeof examples)[number]) => boolean): number[] =>
      examples.filter(both).map(({ number }) => number);
    expect(shown(({ matches, misses }) => matches === undefined || misses === undefined)).toEqual([
      80, 81, 82, 83, 84,
    ]);
    expect(shown(({ refused }) => refused !== undefined)).toEqual([80, 81, 82, 83]);
    expect(examples.at(-1)).toMatchObject({ expression: '', matches: {} });
  });

  for (const { number, expression, matches: match, misses, refused } of examples) {
    if (match)
      it(`${number}: ${expression} finds: ${match.about}`, () =>
        expect(matches(expression, match.trace)).toBe(true));
    if (misses)
      it(`${number}: ${expression} passes over: ${misses.about}`, () =>
        expect(matches(expression, misses.trace)).toBe(false));
    if (refused) {
      it(`${number}: ${expression} is refused`, () => {
        const compiled = compileFilter(expression);
        expect(compiled.ok ? [] : compiled.diagnostics.map(({ code }) => code)).toEqual([refused]);
      });
    }
  }
});

describe('the rules of the language', () => {
  it.each(claims)('$rule: $expression', ({ expression, trace, matches: expected }) => {
    expect(matches(expression, trace)).toBe(expected);
  });

  it('are what the suite for implementations asks', () => {
    expect(violations(compileFilter)).toEqual([]);
  });
});
