import type { TraceRecord } from '@radiograph/trace';
import type {
  EdgeExpression,
  Expression,
  GroupExpression,
  RootCauseExpression,
  ServiceExpression,
} from './expression.js';
import {
  annotationComparison,
  annotationTest,
  comparisonPredicate,
  testPredicate,
} from './field-predicate.js';
import type { Fields, Predicate } from './field-reading.js';
import { callFields, segmentFields } from './request-fields.js';
import {
  entitiesOf,
  exceptionsOf,
  rootCauseExceptionFields,
  rootCauseServiceFields,
  slowEntityFields,
  someRanked,
} from './root-cause-fields.js';
import { callSelector, nodeSelector, segmentSelector } from './selector-predicate.js';
import { templatePredicate } from './template-predicate.js';
import { traceFields } from './trace-fields.js';

type Condition = Exclude<Expression, { kind: 'and' | 'or' | 'not' }>;

/** Turns a checked expression into a test of trace records: once into closures, so that a record costs no walk over the tree. */
export function tracePredicate(expression: Expression): Predicate<TraceRecord> {
  return logical(expression, traceCondition);
}

/** AND, OR and `!` over conditions on one row. */
function logical<Row>(
  expression: Expression,
  condition: (condition: Condition) => Predicate<Row>,
): Predicate<Row> {
  switch (expression.kind) {
    case 'and':
      return all(expression.operands.map((operand) => logical(operand, condition)));
    case 'or':
      return any(expression.operands.map((operand) => logical(operand, condition)));
    case 'not': {
      const operand = logical(expression.operand, condition);
      return (row) => !operand(row);
    }
    default:
      return condition(expression);
  }
}

function all<Row>(predicates: readonly Predicate<Row>[]): Predicate<Row> {
  const [first, second] = predicates;
  if (predicates.length === 2 && first && second) return (row) => first(row) && second(row);
  return (row) => {
    for (const predicate of predicates) if (!predicate(row)) return false;
    return true;
  };
}

function any<Row>(predicates: readonly Predicate<Row>[]): Predicate<Row> {
  const [first, second] = predicates;
  if (predicates.length === 2 && first && second) return (row) => first(row) || second(row);
  return (row) => {
    for (const predicate of predicates) if (predicate(row)) return true;
    return false;
  };
}

function traceCondition(condition: Condition): Predicate<TraceRecord> {
  switch (condition.kind) {
    case 'service':
      return servicePredicate(condition);
    case 'edge':
      return edgePredicate(condition);
    case 'rootcause':
      return rootCausePredicate(condition);
    case 'rootcause-template':
      return templatePredicate(condition.template);
    case 'group':
      return groupPredicate(condition);
    default:
      return annotationPredicate(condition) ?? fieldPredicate(condition, traceFields);
  }
}

type FieldCondition = Extract<Condition, { kind: 'test' | 'comparison' }>;

function annotationPredicate(condition: FieldCondition): Predicate<TraceRecord> | undefined {
  if (condition.field.kind !== 'annotation') return undefined;
  const { key } = condition.field;
  return condition.kind === 'test'
    ? annotationTest(key)
    : annotationComparison(key, condition.operator, condition.value);
}

/** A condition inside a block, on one row. What the row does not have is absent, and what is absent does not hold; the checker lets none through. */
function fieldPredicate<Row>(condition: Condition, fields: Fields<Row>): Predicate<Row> {
  if (condition.kind !== 'test' && condition.kind !== 'comparison') return never;
  if (condition.field.kind !== 'keyword') return never;
  const reader = fields[condition.field.name];
  if (reader === undefined) return never;
  return condition.kind === 'test'
    ? testPredicate(reader)
    : comparisonPredicate(reader, condition.operator, condition.value);
}

function rowPredicate<Row>(block: Expression | undefined, fields: Fields<Row>): Predicate<Row> {
  return block === undefined ? always : logical(block, (condition) => fieldPredicate(condition, fields));
}

/**
 * All conditions of the block hold on the same segment. A client has no segment: it takes part as a caller,
 * so a selector of type `client` looks at the callers, and with a block it never matches.
 */
function servicePredicate({ selector, block }: ServiceExpression): Predicate<TraceRecord> {
  if (selector.type === 'client' && block === undefined) {
    const selects = nodeSelector(selector);
    return ({ calls }) => calls.some((call) => selects(call.from));
  }
  const selects = segmentSelector(selector);
  const holds = rowPredicate(block, segmentFields);
  return ({ segments }) => segments.some((segment) => selects(segment) && holds(segment));
}

/** All conditions of the block hold on the same call. */
function edgePredicate({ from, to, block }: EdgeExpression): Predicate<TraceRecord> {
  const selects = callSelector(from, to);
  const holds = rowPredicate(block, callFields);
  return ({ calls }) => calls.some((call) => selects(call) && holds(call));
}

const causeLists = {
  fault: 'faultRootCauses',
  error: 'errorRootCauses',
  responsetime: 'responseTimeRootCauses',
} as const;

/** All conditions of the block hold on the same element of the list that one root cause is enumerated as. */
function rootCausePredicate({ cause, level, block }: RootCauseExpression): Predicate<TraceRecord> {
  const list = causeLists[cause];
  if (level === 'service') {
    const holds = rowPredicate(block, rootCauseServiceFields);
    return (record) => record[list].some(({ services }) => someRanked(services, holds));
  }
  if (level === 'entity') {
    const holds = rowPredicate(block, slowEntityFields);
    return (record) => record[list].some((path) => someRanked(entitiesOf(path), holds));
  }
  const holds = rowPredicate(block, rootCauseExceptionFields);
  return (record) => record[list].some((path) => someRanked(exceptionsOf(path), holds));
}

function groupPredicate({ operator, expression }: GroupExpression): Predicate<TraceRecord> {
  const member: Predicate<TraceRecord> = expression === undefined ? always : tracePredicate(expression);
  return operator === '=' ? member : (record) => !member(record);
}

function always(): boolean {
  return true;
}

function never(): boolean {
  return false;
}
