import type { Diagnostic, DiagnosticList } from './diagnostic.js';
import type {
  AnnotationField,
  ComparisonExpression,
  Expression,
  KeywordField,
  Literal,
  Operator,
} from './expression.js';
import {
  edgePlace,
  type FieldType,
  homeOf,
  keywordsIn,
  operatorsOf,
  type Place,
  rootCausePlace,
  servicePlace,
  tracePlace,
  typeIn,
} from './place.js';
import type { Span } from './span.js';

/** Reports every keyword that has no place where it stands, every operator that its field has not, and every value of the wrong type. */
export function check(expression: Expression, diagnostics: DiagnosticList): void {
  checkAt(expression, tracePlace, diagnostics);
}

function checkAt(expression: Expression, place: Place, diagnostics: DiagnosticList): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const operand of expression.operands) checkAt(operand, place, diagnostics);
      return;
    case 'not':
      checkAt(expression.operand, place, diagnostics);
      return;
    case 'test':
      fieldType(expression.field, place, diagnostics);
      return;
    case 'comparison':
      checkComparison(expression, place, diagnostics);
      return;
    default:
      checkComplex(expression, place, diagnostics);
  }
}

type ComplexExpression = Exclude<Expression, { kind: 'and' | 'or' | 'not' | 'test' | 'comparison' }>;

/** Functions, root causes and groups are about a whole trace: none of them stands in a block. */
function checkComplex(expression: ComplexExpression, place: Place, diagnostics: DiagnosticList): void {
  if (place.inBlock) diagnostics.report(notInBlock(expression, complexName(expression), place));
  if (expression.kind === 'group' || expression.kind === 'rootcause-template') return;
  if (expression.block !== undefined) checkAt(expression.block, blockPlace(expression), diagnostics);
}

function complexName(expression: ComplexExpression): string {
  switch (expression.kind) {
    case 'rootcause':
      return `rootcause.${expression.cause}.${expression.level}`;
    case 'rootcause-template':
      return 'rootcause.json';
    case 'group':
      return `group.${expression.by}`;
    default:
      return `${expression.kind}()`;
  }
}

function blockPlace(expression: Exclude<ComplexExpression, { kind: 'group' | 'rootcause-template' }>): Place {
  if (expression.kind === 'service') return servicePlace;
  if (expression.kind === 'edge') return edgePlace;
  return rootCausePlace(expression.cause, expression.level);
}

function notInBlock({ start, end }: Span, name: string, place: Place): Diagnostic {
  const message = `${name} is about a whole trace and cannot stand in ${place.name}.`;
  const hint = 'Move it out of the block and join it to it by AND.';
  return { code: 'filter/not-allowed-here', message, start, end, hint };
}

/** The field's type, `any` for annotations; undefined where it cannot be used, which is reported. */
function fieldType(
  field: KeywordField | AnnotationField,
  place: Place,
  diagnostics: DiagnosticList,
): FieldType | 'any' | undefined {
  if (field.kind === 'annotation') {
    if (!place.inBlock) return 'any';
    diagnostics.report(notInBlock(field, 'An annotation', place));
    return undefined;
  }
  const type = typeIn(place, field.name);
  if (type === undefined) diagnostics.report(notHere(field, place));
  return type;
}

function notHere({ name, start, end }: KeywordField, place: Place): Diagnostic {
  const home = homeOf(name);
  const hint = home === undefined ? {} : { hint: `It can be used in ${home.name}.` };
  const message = `${name} cannot be used in ${place.name}.`;
  return { code: 'filter/not-allowed-here', message, start, end, expected: keywordsIn(place), ...hint };
}

function checkComparison(expression: ComparisonExpression, place: Place, diagnostics: DiagnosticList): void {
  const { field, operator, value } = expression;
  const type = fieldType(field, place, diagnostics);
  if (type === undefined) return;
  // An annotation has the operators of the value it is compared with.
  const comparedAs = type === 'any' ? value.kind : type;
  const known = operatorsOf[comparedAs];
  if (!known.includes(operator)) diagnostics.report(wrongOperator(expression, comparedAs, known));
  else if (type !== 'any' && type !== value.kind) diagnostics.report(wrongType(field, value, type));
}

const typeNames: Readonly<Record<FieldType, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'a string',
};

function wrongOperator(
  expression: ComparisonExpression,
  type: FieldType,
  known: readonly Operator[],
): Diagnostic {
  const { field, operator, value } = expression;
  const subject =
    field.kind === 'annotation'
      ? `A value that is ${typeNames[type]}`
      : `${field.name}, which is ${typeNames[type]},`;
  return {
    code: 'filter/operator-not-allowed',
    message: `${subject} cannot be compared by ${operator.toUpperCase()}.`,
    start: field.end,
    end: value.start,
    expected: known.map((allowed) => allowed.toUpperCase()),
  };
}

function wrongType(field: KeywordField | AnnotationField, value: Literal, type: FieldType): Diagnostic {
  const name = field.kind === 'keyword' ? field.name : field.key;
  const { start, end } = value;
  const suggestion = converted(value, type);
  return {
    code: 'filter/wrong-type',
    message: `${name} is compared with ${typeNames[type]}, not with ${typeNames[value.kind]}.`,
    start,
    end,
    expected: [typeNames[type]],
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(name === 'responsetime' || name === 'duration'
      ? { hint: 'Times are in seconds, such as 0.25.' }
      : {}),
  };
}

/** The same value as the other type, where that is plainly what was meant. */
function converted({ value }: Literal, type: FieldType): string | undefined {
  if (type === 'string') return `"${String(value)}"`;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (type === 'boolean') return text === 'true' || text === 'false' ? text : undefined;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? text : undefined;
}
