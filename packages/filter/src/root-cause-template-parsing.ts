import type { Cursor } from './cursor.js';
import type { RootCauseTemplateExpression } from './expression.js';
import { readJson } from './json-literal.js';
import { checkTemplate } from './root-cause-template-check.js';

/** Reads `rootcause.json = #[…]`. Undefined: not readable, and reported. */
export function parseRootCauseTemplate(cursor: Cursor): RootCauseTemplateExpression | undefined {
  const { start } = cursor.next();
  if (!cursor.takeSymbol('=')) return missing(cursor, '=', 'rootcause.json is compared by = only.');
  const literal = cursor.current;
  if (literal.kind !== 'json')
    return missing(cursor, '#[…]', 'A root cause in JSON is missing, written #[…].');
  cursor.next();
  const read = readJson(literal.value, literal.value.indexOf('['), literal.start);
  if (!read.ok) {
    cursor.report(read.diagnostic);
    return undefined;
  }
  const checked = checkTemplate(read.node);
  if (checked.ok) return { kind: 'rootcause-template', template: checked.template, start, end: literal.end };
  for (const diagnostic of checked.diagnostics) cursor.report(diagnostic);
  return undefined;
}

function missing(cursor: Cursor, expected: string, message: string): undefined {
  const { start, end } = cursor.current;
  cursor.report({ code: 'filter/expected-token', message, start, end, expected: [expected] });
  return undefined;
}
