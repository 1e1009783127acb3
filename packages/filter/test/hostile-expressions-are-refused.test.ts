import { describe, expect, it } from 'vitest';
import { completeFilter } from '../src/completion.js';
import { MAX_DIAGNOSTICS } from '../src/diagnostic.js';
import { MAX_DEPTH } from '../src/parser.js';
import { tokenize } from '../src/tokenizing.js';
import { hostileTexts, longTexts } from './hostile-texts.js';
import { compiledSoundly, problemsOf } from './problems.js';

const LENGTH = 100_000;
const vocabulary = { services: [], annotationKeys: [] };

describe('100,000 characters of', () => {
  it.each(Object.entries(hostileTexts(LENGTH)))('%s are refused', (_name, text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
    const compiled = compiledSoundly(text);
    expect(compiled.ok ? 0 : compiled.diagnostics.length).toBeLessThanOrEqual(MAX_DIAGNOSTICS);
  });

  it.each(Object.entries(hostileTexts(LENGTH)))('%s can be highlighted and completed', (_name, text) => {
    expect(tokenize(text).length).toBeGreaterThan(0);
    expect(completeFilter(text, text.length, vocabulary).length).toBeLessThanOrEqual(50);
  });

  it.each(Object.entries(longTexts(LENGTH)))('%s are accepted', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('nesting', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}ok${')'.repeat(depth)}`;

  it('is accepted up to the stated depth and refused beyond, by one diagnostic', () => {
    expect(problemsOf(nested(MAX_DEPTH))).toEqual([]);
    for (const depth of [MAX_DEPTH + 1, 5000, 1_000_000]) {
      expect(problemsOf(nested(depth)).map(({ code, start }) => [code, start])).toEqual([
        ['filter/too-deep', MAX_DEPTH],
      ]);
    }
  });

  it('counts negations and blocks too', () => {
    expect(problemsOf(`${'!'.repeat(MAX_DEPTH)}ok`)).toEqual([]);
    expect(problemsOf(`${'!'.repeat(5000)}ok`).map(({ code }) => code)).toEqual(['filter/too-deep']);
    expect(problemsOf('service(){'.repeat(5000)).map(({ code }) => code)).toEqual(['filter/too-deep']);
    expect(problemsOf(`${'NOT '.repeat(5000)}ok`).at(-1)?.code).toMatch(/too-/);
  });
});
