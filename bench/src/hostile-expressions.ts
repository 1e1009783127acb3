import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const examples = join(import.meta.dirname, '../../packages/filter/test/examples.json');

/** Texts of about so many characters, each wrong in another way; the tests of `packages/filter` have more. */
export function hostileExpressions(length: number): Readonly<Record<string, string>> {
  const filled = (piece: string): string => piece.repeat(Math.ceil(length / piece.length));
  return {
    'open parentheses': filled('('),
    'open blocks': filled('service(){'),
    'open keys': filled('annotation['),
    negations: filled('!'),
    'unknown words': filled('foo '),
    'one long word': filled('a'),
    operators: filled('='),
    'comparisons without values': filled('user = '),
    'an unterminated string': `user = "${filled('\\"')}`,
    'open curly strings': filled('“a '),
    'lone surrogates': filled('\ud800'),
    'unclosed JSON': `rootcause.json = #[${filled('{"Services":[')}`,
    'line breaks': filled('\n)'),
  };
}

/** Every documented example with each of its characters left out, doubled, or swapped with the next. */
export function damagedExamples(): readonly string[] {
  const table = JSON.parse(readFileSync(examples, 'utf8')) as {
    readonly examples: readonly { readonly expression: string }[];
  };
  return table.examples.flatMap(({ expression: text }) =>
    Array.from({ length: text.length }, (_, at) => {
      const [before, here, after] = [text.slice(0, at), text.slice(at, at + 1), text.slice(at + 1)];
      return [
        before + after,
        before + here + here + after,
        before + after.slice(0, 1) + here + after.slice(1),
      ];
    }).flat(),
  );
}
