import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../src/compile-filter.js';
import type { Expression } from '../src/expression.js';
import { formatFilter } from '../src/formatting.js';
import { exampleGroups, examples } from './examples.js';
import { anyExpression } from './expressions.js';

function parsed(text: string): Expression | undefined {
  const compiled = compileFilter(text, { groups: exampleGroups });
  if (!compiled.ok)
    throw new Error(`${text}\n${compiled.diagnostics.map(({ message }) => message).join('\n')}`);
  return compiled.filter.expression;
}

function withoutSpans(expression: Expression | undefined): unknown {
  if (expression === undefined) return undefined;
  return JSON.parse(JSON.stringify(expression), (name, value: unknown) =>
    name === 'start' || name === 'end' ? undefined : value,
  );
}

describe('a formatted expression', () => {
  it('is read as the same tree', () => {
    fc.assert(
      fc.property(anyExpression, (expression) => {
        expect(withoutSpans(parsed(formatFilter(expression)))).toEqual(withoutSpans(expression));
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });

  it.each(examples.filter(({ refused }) => refused === undefined))(
    'is stable: $expression',
    ({ expression: text }) => {
      const formatted = formatFilter(parsed(text));
      expect(withoutSpans(parsed(formatted))).toEqual(withoutSpans(parsed(text)));
      expect(formatFilter(parsed(formatted))).toBe(formatted);
    },
  );

  it.each([
    ['ok !partial duration <3', 'ok AND !partial AND duration < 3'],
    ['ERROR or (fault and user=al)', 'error OR fault AND user = "al"'],
    ['(error or fault) responseTime>1', '(error OR fault) AND responsetime > 1'],
    ['!(http.status=200)', '!(http.status = 200)'],
    ['!http.status=200', '!(http.status = 200)'],
    ["service('a'){fault}", 'service("a") { fault }'],
    ['service(id(name:"a")){}', 'service("a")'],
    ['edge(,id(type:"T"))', 'edge("", id(type: "T"))'],
    ['Annotation["a"] contains "x"', 'annotation.a CONTAINS "x"'],
    ['annotation.a.b', 'annotation[a.b]'],
    ['annotation["a]"]', 'annotation["a]"]'],
    ['rootcause.fault.service{}', 'rootcause.fault.service { }'],
    ['rootcause.json=#[ {"Services" : [] } ]', 'rootcause.json = #[{"Services":[]}]'],
    ['  ', ''],
  ])('%s becomes %s', (text, formatted) => {
    expect(formatFilter(parsed(text))).toBe(formatted);
  });
});
