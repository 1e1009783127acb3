import type { Operator, RootCauseKind, Selector } from '@radiograph/filter';

/**
 * A filter as conditions on rows, between the expression and the query language of an engine. Every condition is true or false, never
 * unknown: what a row does not have passes no test. Blocks are conditions on one row of a kind; which columns a condition may name depends on
 * the row it stands on, which the compiler keeps.
 *
 * An engine turns it into its own text with everything that a user wrote bound or escaped. It may answer `record` by "perhaps", and then has
 * to ask the filter's predicate about what it found.
 */
export type Condition =
  | ConstantCondition
  | JoinedCondition
  | NotCondition
  | FlagCondition
  | NumberCondition
  | TextCondition
  | SegmentCondition
  | CallCondition
  | CallerCondition
  | NoteCondition
  | AccountCondition
  | RecordCondition;

/** Always, or never. */
interface ConstantCondition {
  readonly kind: 'constant';
  readonly value: boolean;
}

/** All of them hold, or any one of them. */
export interface JoinedCondition {
  readonly kind: 'all' | 'any';
  readonly of: readonly Condition[];
}

interface NotCondition {
  readonly kind: 'not';
  readonly of: Condition;
}

/** The flags of the row of a trace, those of its root segment first; of segments and calls. */
export type Flag =
  | 'error'
  | 'throttle'
  | 'fault'
  | 'partial'
  | 'inferred'
  /** Of a trace: it has a root segment. Of a segment: it is that. */
  | 'root'
  /** Of a trace: any segment or call was throttled. */
  | 'throttled';

/** A flag of the row at hand is set. */
interface FlagCondition {
  readonly kind: 'flag';
  readonly flag: Flag;
}

/** How a number is compared. */
export interface NumberTest {
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>=';
  readonly value: number;
}

/** How a string is compared: by exact case, code unit by code unit. */
export interface TextTest {
  readonly operator: '=' | '!=' | 'contains' | 'beginswith' | 'endswith';
  readonly value: string;
}

/** A number of the row at hand passes; without a test, it is there. Times in seconds. */
export interface NumberCondition {
  readonly kind: 'number';
  readonly column: 'response' | 'duration' | 'status';
  readonly test?: NumberTest;
}

/** A string of the row at hand passes; without a test, it is there. */
export interface TextCondition {
  readonly kind: 'text';
  readonly column: 'method' | 'url' | 'agent' | 'ip';
  readonly test?: TextTest;
}

/** One segment of such a node satisfies the block. */
export interface SegmentCondition {
  readonly kind: 'segment';
  readonly selector: Selector;
  readonly where: Condition;
}

/** One call between such nodes satisfies the block. */
export interface CallCondition {
  readonly kind: 'call';
  readonly from: Selector;
  readonly to: Selector;
  readonly where: Condition;
}

/** Such a node made a call. */
interface CallerCondition {
  readonly kind: 'caller';
  readonly selector: Selector;
}

/** What a trace has values of: users and places, or an annotation's key. */
export type NoteSource =
  | { readonly of: 'user' | 'availabilityzone' | 'instance.id' | 'resource.arn' }
  | { readonly of: 'annotation'; readonly key: string };

/** How an annotation is compared: with a value of one type, which those of other types fail; `set` is any value but false. */
export type NoteTest =
  | { readonly type: 'set' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | ({ readonly type: 'number' } & NumberTest)
  | ({ readonly type: 'string' } & TextTest);

/** One of the trace's values passes. */
export interface NoteCondition {
  readonly kind: 'note';
  readonly source: NoteSource;
  readonly test: NoteTest;
}

/** Some segment's node has an account that passes; without a test, has one. */
export interface AccountCondition {
  readonly kind: 'account';
  readonly test?: TextTest;
}

/** Only the trace's record can tell. With `causes`, never true of a trace without root causes of that kind. */
interface RecordCondition {
  readonly kind: 'record';
  readonly causes?: RootCauseKind;
}

/** Always true. */
export const ALWAYS: Condition = { kind: 'constant', value: true };
/** Never true. */
export const NEVER: Condition = { kind: 'constant', value: false };

/** All of these hold. */
export function allOf(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((c) => (c.kind === 'all' ? c.of : [c])).filter((c) => c !== ALWAYS);
  if (of.includes(NEVER)) return NEVER;
  const [first] = of;
  if (first === undefined) return ALWAYS;
  return of.length === 1 ? first : { kind: 'all', of };
}

/** Any of these holds. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((c) => (c.kind === 'any' ? c.of : [c])).filter((c) => c !== NEVER);
  if (of.includes(ALWAYS)) return ALWAYS;
  const [first] = of;
  if (first === undefined) return NEVER;
  return of.length === 1 ? first : { kind: 'any', of };
}

/** This does not hold. */
export function notOf(of: Condition): Condition {
  if (of === ALWAYS) return NEVER;
  if (of === NEVER) return ALWAYS;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** Whether an operator compares strings. */
export function isTextOperator(operator: Operator): operator is TextTest['operator'] {
  return !['<', '<=', '>', '>='].includes(operator);
}

/** Whether an operator compares numbers. */
export function isNumberOperator(operator: Operator): operator is NumberTest['operator'] {
  return !['contains', 'beginswith', 'endswith'].includes(operator);
}
