import { describe, expect, it } from 'vitest';
import { completeFilter } from '../src/completion.js';
import { MAX_DIAGNOSTICS } from '../src/diagnostic.js';
import { MAX_DEPTH } from '../src/parser.js';
import { tokenize } from '../src/tokenizing.js';
import { compiledSoundly, problemsOf, processorMs } from './problems.js';

const LENGTH = 100_000;
// Cold, these take 5 to 100 ms; anything quadratic takes minutes.
const BUDGET_MS = 400;

function filled(piece: string): string {
  return piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
}

const hostile: Readonly<Record<string, string>> = {
  'open parentheses': filled('('),
  'closing parentheses': filled(')'),
  'pairs of parentheses': filled('()'),
  'open braces': filled('{'),
  'open blocks': filled('service(){'),
  'open selectors': filled('service('),
  'open ids': filled('service(id('),
  'open keys': filled('annotation['),
  'open keys with space': filled('annotation[ '),
  'open metadata': filled('metadata[a '),
  negations: filled('!'),
  numbers: filled('1'),
  'number after number': filled('1 '),
  'unknown words': filled('foo '),
  'one long word': filled('a'),
  'a long word with dots': filled('a.'),
  'annotation with dots': `annotation.${filled('.a')}`,
  operators: filled('='),
  'comparisons without values': filled('user = '),
  'logical words': filled('AND '),
  semicolons: filled('a;'),
  'an unterminated string': `user = "${filled('x')}`,
  'an unterminated string of escapes': `user = "${filled('\\"')}`,
  'wrong escapes': `user = "${filled('\\d')}"`,
  quotes: filled('"\''),
  'curly quotes': filled('“'),
  'open curly strings': filled('“a '),
  'lone surrogates': filled('\ud800'),
  'lone surrogates in a string': `user = "${filled('\udc00')}"`,
  'null characters': filled('\u0000'),
  'JSON arrays': `rootcause.json = #${filled('[')}`,
  'JSON objects': `rootcause.json = #[${filled('{"Services":[')}`,
  'JSON escapes': `rootcause.json = #["${filled('\\"')}`,
  'JSON starts': filled('#['),
  'JSON quotes': `rootcause.json = #[${filled('"a",')}]`,
  hashes: filled('# '),
  groups: filled('group.name = "nobody" '),
  'line breaks': filled('\n)'),
};

describe('100,000 characters of', () => {
  it.each(Object.entries(hostile))('%s are refused', (_name, text) => {
    expect(processorMs(() => expect(problemsOf(text).length).toBeGreaterThan(0))).toBeLessThan(BUDGET_MS);
    const compiled = compiledSoundly(text);
    expect(compiled.ok ? 0 : compiled.diagnostics.length).toBeLessThanOrEqual(MAX_DIAGNOSTICS);
  });

  it.each(Object.entries(hostile))('%s can be highlighted and completed', (_name, text) => {
    const spent = processorMs(() => {
      expect(tokenize(text).length).toBeGreaterThan(0);
      completeFilter(text, text.length, { services: [], annotationKeys: [] });
    });
    expect(spent).toBeLessThan(2 * BUDGET_MS);
  });

  it.each([
    ['conditions side by side', `${filled('ok fault ').replace(/ \w*$/, '')}`],
    ['conditions joined by OR', `${'ok OR '.repeat(LENGTH / 6)}ok`],
    ['white space', filled(' ')],
    ['one string', `user = "${filled('x')}"`],
    ['root causes', `rootcause.json = #[${'{},'.repeat(LENGTH / 3)}{}]`],
  ])('%s are accepted', (_name, text) => {
    expect(processorMs(() => expect(problemsOf(text)).toEqual([]))).toBeLessThan(BUDGET_MS);
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
