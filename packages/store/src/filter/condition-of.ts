import type {
  ComparisonExpression,
  Expression,
  KeywordName,
  Literal,
  Operator,
  ServiceExpression,
  TestExpression,
} from '@radiograph/filter';
import {
  ALWAYS,
  allOf,
  anyOf,
  type Condition,
  type Flag,
  isNumberOperator,
  isTextOperator,
  NEVER,
  type NoteSource,
  type NumberCondition,
  notOf,
  type TextCondition,
} from './condition.js';

/** Of what row a condition speaks. */
type RowKind = 'trace' | 'segment' | 'call';

type FieldExpression = TestExpression | ComparisonExpression;

const RECORD: Condition = { kind: 'record' };

/** A checked filter expression as conditions on rows; absent, every trace matches. */
export function conditionOf(expression: Expression | undefined): Condition {
  return expression === undefined ? ALWAYS : conditionOn('trace', expression);
}

function conditionOn(row: RowKind, expression: Expression): Condition {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.operands.map((operand) => conditionOn(row, operand)));
    case 'or':
      return anyOf(expression.operands.map((operand) => conditionOn(row, operand)));
    case 'not':
      return notOf(conditionOn(row, expression.operand));
    case 'test':
    case 'comparison':
      return fieldCondition(row, expression);
    default:
      return row === 'trace' ? traceCondition(expression) : NEVER;
  }
}

/** What stands outside of blocks only. */
function traceCondition(
  expression: Exclude<Expression, FieldExpression | { kind: 'and' | 'or' | 'not' }>,
): Condition {
  switch (expression.kind) {
    case 'service':
      return serviceCondition(expression);
    case 'edge': {
      const { from, to, block } = expression;
      return callCondition(from, to, block === undefined ? ALWAYS : conditionOn('call', block));
    }
    case 'group': {
      const member = conditionOf(expression.expression);
      return expression.operator === '=' ? member : notOf(member);
    }
    case 'rootcause':
      return { kind: 'record', causes: expression.cause };
    case 'rootcause-template':
      return RECORD;
  }
}

/** A client has no segment: without a block it is looked for among the callers. */
function serviceCondition({ selector, block }: ServiceExpression): Condition {
  if (selector.type === 'client' && block === undefined) return { kind: 'caller', selector };
  const where = block === undefined ? ALWAYS : conditionOn('segment', block);
  return where === NEVER ? NEVER : { kind: 'segment', selector, where };
}

function callCondition(
  from: ServiceExpression['selector'],
  to: ServiceExpression['selector'],
  where: Condition,
): Condition {
  return where === NEVER ? NEVER : { kind: 'call', from, to, where };
}

function fieldCondition(row: RowKind, expression: FieldExpression): Condition {
  const { field } = expression;
  if (field.kind === 'annotation') {
    return row === 'trace' ? annotationCondition(field.key, expression) : NEVER;
  }
  const { name } = field;
  const flag = flagCondition(row, name);
  if (flag !== undefined) return flagTest(flag, expression);
  const column = columnCondition(row, name);
  if (column !== undefined) return columnTest(column, expression);
  return row === 'trace' ? manyCondition(name, expression) : NEVER;
}

function flagTest(flag: Condition, expression: FieldExpression): Condition {
  if (expression.kind === 'test') return flag;
  return (expression.operator === '=') === expression.value.value ? flag : notOf(flag);
}

const FAILED: readonly Condition[] = (['error', 'throttle', 'fault'] as const).map(flagOf);

/** A keyword that is a flag of this kind of row. A trace of orphans is neither ok nor failed. */
function flagCondition(row: RowKind, name: KeywordName): Condition | undefined {
  switch (name) {
    case 'ok':
      return allOf([row === 'trace' ? flagOf('root') : ALWAYS, notOf(anyOf(FAILED))]);
    case 'throttle':
      return flagOf(row === 'trace' ? 'throttled' : 'throttle');
    case 'error':
    case 'fault':
      return flagOf(name);
    case 'partial':
    case 'inferred':
      return row === 'call' ? undefined : flagOf(name);
    case 'root':
      return row === 'segment' ? flagOf('root') : undefined;
    default:
      return undefined;
  }
}

function flagOf(flag: Flag): Condition {
  return { kind: 'flag', flag };
}

const TEXT_COLUMNS: Readonly<Partial<Record<KeywordName, TextCondition['column']>>> = {
  'http.url': 'url',
  'http.method': 'method',
  'http.useragent': 'agent',
  'http.clientip': 'ip',
};

/** A keyword that is a column of this kind of row. One request has one time: there `duration` is its response time. */
function columnCondition(row: RowKind, name: KeywordName): NumberCondition | TextCondition | undefined {
  const text = TEXT_COLUMNS[name];
  if (text !== undefined) return { kind: 'text', column: text };
  if (name === 'http.status') return { kind: 'number', column: 'status' };
  if (name === 'responsetime') return { kind: 'number', column: 'response' };
  if (name !== 'duration') return undefined;
  return { kind: 'number', column: row === 'trace' ? 'duration' : 'response' };
}

function columnTest(column: NumberCondition | TextCondition, expression: FieldExpression): Condition {
  if (expression.kind === 'test') return column;
  const { operator, value } = expression;
  if (column.kind === 'number') {
    if (value.kind !== 'number' || !isNumberOperator(operator)) return NEVER;
    return { ...column, test: { operator, value: value.value } };
  }
  if (value.kind !== 'string' || !isTextOperator(operator)) return NEVER;
  return { ...column, test: { operator, value: value.value } };
}

/** Keywords of which a trace has any number of values. */
function manyCondition(name: KeywordName, expression: FieldExpression): Condition {
  if (name === 'account.id') {
    if (expression.kind === 'test') return { kind: 'account' };
    const { operator, value } = expression;
    if (value.kind !== 'string' || !isTextOperator(operator)) return NEVER;
    return { kind: 'account', test: { operator, value: value.value } };
  }
  switch (name) {
    case 'user':
    case 'availabilityzone':
    case 'instance.id':
    case 'resource.arn':
      return noteCondition({ of: name }, expression);
    default:
      return NEVER;
  }
}

function annotationCondition(key: string, expression: FieldExpression): Condition {
  return noteCondition({ of: 'annotation', key }, expression);
}

function noteCondition(source: NoteSource, expression: FieldExpression): Condition {
  if (expression.kind === 'test') return { kind: 'note', source, test: { type: 'set' } };
  return noteTest(source, expression.operator, expression.value);
}

/** Comparisons that the checker lets nobody write are left to the predicate. */
function noteTest(source: NoteSource, operator: Operator, literal: Literal): Condition {
  if (literal.kind === 'number' && isNumberOperator(operator)) {
    return { kind: 'note', source, test: { type: 'number', operator, value: literal.value } };
  }
  if (literal.kind === 'string' && isTextOperator(operator)) {
    return { kind: 'note', source, test: { type: 'string', operator, value: literal.value } };
  }
  if (literal.kind === 'boolean' && (operator === '=' || operator === '!=')) {
    const value = literal.value === (operator === '=');
    return { kind: 'note', source, test: { type: 'boolean', value } };
  }
  return RECORD;
}
