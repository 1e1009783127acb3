import type { Expression, Field, Literal, Selector } from './expression.js';

/**
 * Writes an expression in its usual form: keywords in lower case, operators in upper case, double quotes, single spaces, AND written out.
 * Reading it again gives the same tree apart from spans; formatting that again gives the same text. An absent expression is the empty text.
 *
 * @example
 * formatFilter(filter.expression) // 'service("orders") { fault } AND annotation.tier = "gold"'
 */
export function formatFilter(expression: Expression | undefined): string {
  if (expression === undefined) return '';
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands
        .map((operand) => formatOperand(operand, expression.kind))
        .join(` ${expression.kind.toUpperCase()} `);
    case 'not':
      return `!${formatOperand(expression.operand, 'not')}`;
    case 'test':
      return formatField(expression.field);
    case 'comparison': {
      const { field, operator, value } = expression;
      return `${formatField(field)} ${operator.toUpperCase()} ${formatLiteral(value)}`;
    }
    default:
      return formatComplex(expression);
  }
}

function formatComplex(
  expression: Exclude<Expression, { kind: 'and' | 'or' | 'not' | 'test' | 'comparison' }>,
): string {
  switch (expression.kind) {
    case 'service':
      return `service(${formatSelector(expression.selector)})${formatBlock(expression.block)}`;
    case 'edge':
      return `edge(${formatSelector(expression.from) || '""'}, ${formatSelector(expression.to) || '""'})${formatBlock(expression.block)}`;
    case 'rootcause':
      return `rootcause.${expression.cause}.${expression.level}${formatBlock(expression.block) || ' { }'}`;
    case 'rootcause-template':
      return `rootcause.json = #${JSON.stringify(expression.template)}`;
    case 'group':
      return `group.${expression.by} ${expression.operator} ${formatString(expression.value)}`;
  }
}

const precedence: Readonly<Partial<Record<Expression['kind'], number>>> = {
  or: 1,
  and: 2,
  comparison: 3,
  not: 4,
};
/** After `!` a comparison would be read as meant, but people read it otherwise. */
const neededInside = { or: 2, and: 3, not: 4 } as const;

function formatOperand(operand: Expression, parent: keyof typeof neededInside): string {
  const text = formatFilter(operand);
  return (precedence[operand.kind] ?? 5) < neededInside[parent] ? `(${text})` : text;
}

function formatBlock(block: Expression | undefined): string {
  return block === undefined ? '' : ` { ${formatFilter(block)} }`;
}

function formatSelector({ name, type, accountId }: Selector): string {
  if (type === undefined && accountId === undefined) return name === undefined ? '' : formatString(name);
  const parts = [
    ['name', name],
    ['type', type],
    ['account.id', accountId],
  ] as const;
  const given = parts.flatMap(([part, value]) =>
    value === undefined ? [] : [`${part}: ${formatString(value)}`],
  );
  return `id(${given.join(', ')})`;
}

const plainKey = /^[\p{L}\p{N}\p{M}_-]+(?:\.[\p{L}\p{N}\p{M}_-]+)*$/u;
const bracketKey = /^[^\s"'[\]](?:[^"'[\]]*[^\s"'[\]])?$/;
const MAX_BRACKET_KEY = 500;

/**
 * Writes a field as it stands in an expression: an annotation key without dots in the dot form, any other in brackets, in quotes if need be.
 *
 * @example
 * formatField({ kind: 'annotation', key: 'aws.local.operation', start: 0, end: 0 }) // 'annotation[aws.local.operation]'
 */
export function formatField(field: Field): string {
  if (field.kind === 'keyword') return field.name;
  const { key } = field;
  if (plainKey.test(key) && !key.includes('.')) return `annotation.${key}`;
  const bare = bracketKey.test(key) && key.length <= MAX_BRACKET_KEY;
  return `annotation[${bare ? key : formatString(key)}]`;
}

function formatLiteral(literal: Literal): string {
  return literal.kind === 'string' ? formatString(literal.value) : String(literal.value);
}

/** Puts a string in double quotes, as expressions want it. */
export function formatString(value: string): string {
  return `"${value.replaceAll(/[\\"]/g, '\\$&')}"`;
}
