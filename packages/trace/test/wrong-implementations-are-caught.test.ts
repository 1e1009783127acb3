import { describe, expect, it } from 'vitest';
import { PATIENCE } from './arbitrary.js';
import { breaks, claims, ours } from './suite.js';
import { mistakes } from './wrong-implementations.js';

describe('what documents mean', PATIENCE, () => {
  it.each(claims)('$rule', ({ holds }) => {
    holds(ours);
  });
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
