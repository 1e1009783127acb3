import { describe, expect, it } from 'vitest';
import { examples } from './examples.js';
import { compiledSoundly } from './problems.js';

const inserted = [...'"\'(){}[]!=:#\\ a\ud800'];

function deletions(text: string): readonly string[] {
  return Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1));
}

function insertions(text: string): readonly string[] {
  return Array.from({ length: text.length + 1 }, (_, at) =>
    inserted.map((character) => text.slice(0, at) + character + text.slice(at)),
  ).flat();
}

function swaps(text: string): readonly string[] {
  return Array.from(
    { length: Math.max(0, text.length - 1) },
    (_, at) => text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2),
  );
}

describe('an example with one character', () => {
  it.each([
    ['deleted', deletions],
    ['inserted', insertions],
    ['swapped with the next', swaps],
  ] as const)(
    '%s is accepted or refused in good order',
    (_name, damage) => {
      const texts = examples.flatMap(({ expression }) => damage(expression));
      const refused = texts.filter((text) => !compiledSoundly(text).ok);
      expect(refused.length).toBeGreaterThan(examples.length);
    },
    60_000,
  );

  it('deleted that is a quote, bracket, brace or parenthesis is never accepted', () => {
    const accepted = examples.flatMap(({ expression }) =>
      deletions(expression).filter(
        (text, at) => /["(){}[\]]/.test(expression[at] ?? '') && compiledSoundly(text).ok,
      ),
    );
    expect(accepted).toEqual([]);
  });

  it('inserted that is a quote, bracket, brace or parenthesis is accepted only inside a string or key', () => {
    const accepted = examples.flatMap(({ expression }) =>
      Array.from({ length: expression.length + 1 }, (_, at) =>
        ['"', '(', ')', '{', '}', '[', ']'].map((added) => ({ at, added, expression })),
      ).flat(),
    );
    const outside = accepted.filter(({ at, added, expression }) => {
      const text = expression.slice(0, at) + added + expression.slice(at);
      return compiledSoundly(text).ok && !insideQuotes(expression, at);
    });
    expect(outside).toEqual([]);
  });
});

/** Whether a place lies in a string, or between the brackets of a key. */
function insideQuotes(text: string, at: number): boolean {
  const before = text.slice(0, at).replaceAll(/\\./g, '__');
  const inString = (before.match(/"/g)?.length ?? 0) % 2 === 1;
  return inString || (before.lastIndexOf('[') > before.lastIndexOf(']') && text.includes(']', at));
}
