import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../src/diagnostic.js';
import { renderDiagnostic } from '../src/rendering.js';
import { problemsOf } from './problems.js';

/** The code, the marked text or the place where something is missing, and the suggestion. */
function summary(text: string, { code, start, end, suggestion }: Diagnostic): string {
  const marked = start === end ? `@${start}` : text.slice(start, end);
  return [code.replace('filter/', ''), marked, ...(suggestion === undefined ? [] : [`→ ${suggestion}`])].join(
    ' ',
  );
}

const cases: readonly (readonly [string, ...string[]])[] = [
  [
    'responstime > 5 AND falt OR anotation.x',
    'unknown-keyword responstime → responsetime',
    'unknown-keyword falt → fault',
    'unknown-keyword anotation.x → annotation.x',
  ],
  ['status = 200', 'unknown-keyword status → http.status'],
  ['latency > 1', 'unknown-keyword latency → responsetime'],
  ['constructor', 'unknown-keyword constructor'],
  ['rootcause.fault.servce { first }', 'unknown-keyword rootcause.fault.servce → rootcause.fault.service'],
  ['servic("a") { fault } AND flt', 'unknown-keyword servic → service', 'unknown-keyword flt'],
  ['fault > 1 AND responsetime > "5"', 'operator-not-allowed  > ', 'wrong-type "5" → 5'],
  ['http.url > "a"', 'operator-not-allowed  > '],
  ['annotation.a > "x"', 'operator-not-allowed  > '],
  ['annotation.a CONTAINS 5', 'operator-not-allowed  CONTAINS '],
  ['user = 29', 'wrong-type 29 → "29"'],
  ['user = true', 'wrong-type true → "true"'],
  ['fault = "TRUE"', 'wrong-type "TRUE" → true'],
  ['fault = yes', 'wrong-type yes'],
  ['duration < 500ms', 'wrong-type 500ms'],
  ['duration = 1e999', 'invalid-number 1e999'],
  ['duration = 1.', 'wrong-type 1.'],
  ['1.5.2', 'invalid-number 1.5.2', 'unexpected-token 1.5.2'],
  ['duration >', 'expected-value @10'],
  ['duration > AND ok', 'expected-value AND'],
  ['user "al"', 'expected-token "al"'],
  ['"al" = user', 'unexpected-token "al" = user'],
  ['AND ok', 'expected-expression AND'],
  ['ok AND', 'expected-expression @6'],
  ['ok OR OR fault', 'expected-expression OR'],
  ['()', 'expected-expression )'],
  ['!', 'expected-expression @1'],
  ['(ok', 'expected-token @3'],
  ['ok)', 'unexpected-token )'],
  ['ok } fault > 1', 'unexpected-token }', 'operator-not-allowed  > '],
  ['service("a") { fault', 'expected-token @20'],
  ['rootcause.fault.exception { last and message = "x"', 'expected-token @50'],
  ['rootcause.fault.service AND ok', 'expected-token AND'],
  ['service', 'expected-token @7'],
  ['service("a"', 'expected-token @11'],
  ['service(Shop) { falt }', 'invalid-selector Shop → "Shop"', 'unknown-keyword falt → fault'],
  ['service(id(nam: "a"))', 'invalid-selector nam → name'],
  ['service(id(name: "a", name: "b"))', 'invalid-selector name'],
  ['service(id(name "a"))', 'expected-token "a"'],
  ['service(id(name: ))', 'expected-token )'],
  ['service(id())', 'invalid-selector )'],
  ['edge("a")', 'expected-token )'],
  ['edge("a", "b", "c")', 'expected-token ,'],
  ['id(name: "a")', 'not-allowed-here id → service(id'],
  ['service("a") { service("b") }', 'not-allowed-here service("b")'],
  ['edge("a","b") { partial }', 'not-allowed-here partial'],
  [
    'service("x") { annotation.a = 1 user = al root }',
    'not-allowed-here annotation.a',
    'not-allowed-here user',
  ],
  ['service("x") { group.name = "Default" }', 'not-allowed-here group.name = "Default"'],
  ['root', 'not-allowed-here root'],
  ['rootcause.fault.entity { coverage > 1 }', 'not-allowed-here coverage'],
  ['rootcause.fault.exception { remote }', 'not-allowed-here remote'],
  [
    'metadata.a = 1 AND metadata[x y] = 2',
    'metadata-not-indexed metadata.a',
    'metadata-not-indexed metadata[x y]',
  ],
  ['annotation = 1', 'expected-token @10'],
  ['annotation. = 1', 'expected-token @11'],
  ['annotation[] = 1', 'expected-token []'],
  ['annotation[a = 1', 'expected-token @12'],
  ['annotation["a" = 1', 'expected-token @14'],
  ['user = "al', 'unterminated-string "al'],
  ['user = \'al"', 'unterminated-string \'al"'],
  ['user = "a\\d"', 'invalid-escape \\d → \\\\d'],
  ['user = "\ud800"', 'lone-surrogate "\ud800"'],
  ['user = “al” ok', 'unexpected-character “al” → "al"'],
  [
    'ok && fault || user == al',
    'unexpected-character && → AND',
    'unexpected-character || → OR',
    'unexpected-character == → =',
  ],
  ['user <> al', 'unexpected-character <> → !='],
  ['duration => 1', 'unexpected-character => → >='],
  ['NOT ok', 'unknown-keyword NOT → !'],
  ['ok; ;fault', 'unexpected-character ;', 'unexpected-character ;'],
  ['ok \u0000\u0001 falt', 'unexpected-character \u0000\u0001', 'unknown-keyword falt → fault'],
  ['group.name', 'expected-token @10'],
  ['group.name CONTAINS "a" falt', 'expected-token CONTAINS', 'unknown-keyword falt → fault'],
  ['group.name = ', 'expected-value @13'],
  ['rootcause.json', 'expected-token @14'],
  ['rootcause.json != #[{}]', 'expected-token !='],
  ['rootcause.json = "a"', 'expected-token "a"'],
  ['rootcause.json = #[]', 'invalid-json []'],
  ['rootcause.json = #[{"Servces": 1}]', 'invalid-json "Servces" → "Services"'],
  ['rootcause.json = #[{"Services":[{"Name":1,"Inferred":"x"}]}]', 'invalid-json 1', 'invalid-json "x"'],
  ['rootcause.json = #[{"Services":[], "Services":[]}]', 'invalid-json "Services"'],
  ['rootcause.json = #[{"Services":[}]', 'invalid-json }'],
  ['rootcause.json = #[{Services:[]}]', 'invalid-json S'],
  ['rootcause.json = #[{}', 'invalid-json @21'],
  ['rootcause.json = #[{}] fault > 1', 'operator-not-allowed  > '],
  [`rootcause.json = #${'['.repeat(30)}${']'.repeat(30)}`, 'invalid-json ['],
];

describe('what is wrong with an expression', () => {
  it.each(cases)('%s', (text, ...expected) => {
    expect(problemsOf(text).map((diagnostic) => summary(text, diagnostic))).toEqual(expected);
  });

  it('comes in the order of the text', () => {
    const starts = problemsOf('falt > 1 AND (error > 2 AND metadata.x) user = "\\d" AND').map(
      ({ start }) => start,
    );
    expect(starts.length).toBeGreaterThan(3);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  });

  it('is listed up to a hundred times, and the last one says so', () => {
    const problems = problemsOf('falt '.repeat(1000));
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)?.code).toBe('filter/too-many-problems');
  });
});

describe('a rendered diagnostic', () => {
  function rendered(text: string): string {
    return problemsOf(text)
      .map((diagnostic) => renderDiagnostic(text, diagnostic))
      .join('\n');
  }

  it('marks the place by carets and says what to do', () => {
    expect(rendered('ok AND responstime > 5')).toBe(
      [
        '"responstime" is no keyword.',
        '  ok AND responstime > 5',
        '         ^^^^^^^^^^^',
        '  Did you mean responsetime?',
      ].join('\n'),
    );
  });

  it('says what to do instead of searching metadata', () => {
    expect(rendered('service("a") { metadata.b } falt')).toBe(
      [
        'Metadata is not indexed, so traces cannot be found by it.',
        '  service("a") { metadata.b } falt',
        '                 ^^^^^^^^^^',
        '  Record the value as an annotation and search for annotation.key.',
        '"falt" is no keyword.',
        '  service("a") { metadata.b } falt',
        '                              ^^^^',
        '  Did you mean fault?',
      ].join('\n'),
    );
  });

  it('marks where something is missing by one caret', () => {
    expect(rendered('(ok')).toBe(
      ['A "(" before this place is not closed.', '  (ok', '     ^', '  Expected: )'].join('\n'),
    );
  });

  it('shows the line it is about, and the caret stands right after wide characters', () => {
    expect(rendered('ok\nservice("名前") falt\nok').split('\n').slice(1, 3)).toEqual([
      '  service("名前") falt',
      '                  ^^^^',
    ]);
  });

  it('cuts a long line to the neighbourhood', () => {
    const lines = rendered(`${'ok '.repeat(1000)}falt ${'ok '.repeat(1000)}`).split('\n');
    expect(lines[1]).toMatch(/^ {2}….{60}falt.{60}…$/);
    expect(lines[2]?.indexOf('^')).toBe(lines[1]?.indexOf('falt'));
  });

  it('shows no control characters', () => {
    expect(rendered('ok \u001b[2J \ud800').replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });
});
