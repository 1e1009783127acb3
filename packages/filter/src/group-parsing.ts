import type { Cursor } from './cursor.js';
import type { GroupExpression } from './expression.js';
import type { Groups } from './groups.js';

/** Reads `group.name = "…"` or `group.arn = "…"` and puts the group's own expression in. Undefined: not readable, and reported. */
export function parseGroup(cursor: Cursor, groups: Groups): GroupExpression | undefined {
  const { value: keyword, start } = cursor.next();
  const operator = parseGroupOperator(cursor, keyword);
  if (operator === undefined) return undefined;
  const value = cursor.current;
  if (value.kind !== 'string' && value.kind !== 'bareword') return missingName(cursor, keyword);
  const { end } = cursor.next();
  const found = groups.expressionOf(value.value);
  if (!found.ok) {
    const { code, message, suggestion } = found;
    cursor.report({
      code,
      message,
      start: value.start,
      end,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
    return undefined;
  }
  const by = keyword === 'group.arn' ? 'arn' : 'name';
  const expression = found.expression === undefined ? {} : { expression: found.expression };
  return { kind: 'group', by, operator, value: value.value, ...expression, start, end };
}

function parseGroupOperator(cursor: Cursor, keyword: string): '=' | '!=' | undefined {
  if (cursor.takeSymbol('=')) return '=';
  if (cursor.takeSymbol('!=')) return '!=';
  const { start, end } = cursor.current;
  cursor.report({
    code: 'filter/expected-token',
    message: `${keyword} is compared by = or != only.`,
    start,
    end,
    expected: ['=', '!='],
  });
  return undefined;
}

function missingName(cursor: Cursor, keyword: string): undefined {
  const { start, end } = cursor.current;
  const message = `The value of ${keyword} is missing.`;
  cursor.report({ code: 'filter/expected-value', message, start, end, expected: ['a string in quotes'] });
  return undefined;
}
