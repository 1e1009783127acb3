import { describe, expect, it } from 'vitest';
import { PATIENCE } from './arbitrary.js';
import { exampleClaims } from './example-claims.js';
import { breaks, claims, ours } from './suite.js';
import { mistakes } from './wrong-implementations.js';

describe('what documents mean', PATIENCE, () => {
  it.each(claims)('$rule', ({ holds }) => {
    holds(ours);
  });
});

it('the numbered cases are all there, in order', () => {
  expect(exampleClaims.map(({ rule }) => rule.split(' ')[0])).toEqual(
    Array.from({ length: 23 }, (_, index) => `E${index + 1}`),
  );
});

describe('the suite notices where', PATIENCE, () => {
  it.each(Object.entries(mistakes).map(([name, mistake]) => ({ name, ...mistake })))(
    '$name, by: $breaks',
    ({ breaks: rule, altered }) => {
      expect(breaks({ ...ours, ...altered }, rule)).toBe(true);
    },
  );

  it('each rule is broken: none holds whatever is done', () => {
    const broken = new Set(Object.values(mistakes).map(({ breaks: rule }) => rule));
    expect(claims.map(({ rule }) => rule).filter((rule) => !broken.has(rule))).toEqual([]);
  });
});
