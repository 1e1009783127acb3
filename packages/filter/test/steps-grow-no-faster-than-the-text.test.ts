import { afterAll, describe, expect, it } from 'vitest';
import { completeFilter } from '../src/completion.js';
import { tokenize } from '../src/tokenizing.js';
import { CountedSteps } from './counted-steps.js';
import { hostileTexts, longTexts } from './hostile-texts.js';
import { problemsOf } from './problems.js';

const vocabulary = { services: [], annotationKeys: [] };

describe('four times the characters take about four times the steps', () => {
  const steps = new CountedSteps();
  afterAll(() => steps.close());

  const texts = (length: number): [string, string][] =>
    Object.entries({ ...hostileTexts(length), ...longTexts(length) });
  const longer = new Map(texts(4 * 3000));

  it.each(texts(3000))('%s', (name, text) => {
    const taken = (one: string): number =>
      steps.of(() => {
        problemsOf(one);
        tokenize(one);
        completeFilter(one, one.length, vocabulary);
      });
    const [fewer, more] = [taken(text), taken(longer.get(name) ?? '')];
    expect(fewer).toBeGreaterThan(0);
    expect(more / fewer).toBeLessThan(4 * 1.5);
  });

  it('which would be noticed', () => {
    const quadratic = (length: number): number =>
      steps.of(() => {
        for (let i = 0; i < length; i++) tokenize('ok '.repeat(i));
      });
    expect(quadratic(200) / quadratic(50)).toBeGreaterThan(4 * 1.5);
  });
});
