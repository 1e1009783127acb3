import { describe, expect, it } from 'vitest';
import { violations } from './suite.js';
import { mistakes, withMistake } from './wrong-implementations.js';

describe('the suite', () => {
  it('finds nothing wrong where no mistake is built in', () => {
    expect(violations(withMistake({}))).toEqual([]);
  });

  it.each(Object.entries(mistakes))('notices: %s', (_name, mistake) => {
    expect(violations(withMistake(mistake)).length).toBeGreaterThan(0);
  });

  it('notices an implementation that refuses nothing, and one that refuses all', () => {
    const filter = { text: '', expression: undefined, matches: () => true };
    expect(violations(() => ({ ok: true, filter })).length).toBeGreaterThan(80);
    expect(violations(() => ({ ok: false, diagnostics: [] })).length).toBeGreaterThan(80);
  });
});
