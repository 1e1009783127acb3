import type { KeywordName } from './keyword.js';
import type { RootCauseTemplate } from './root-cause-template.js';
import type { Span } from './span.js';

/** The tree of a filter expression. Plain readonly data; every node knows its place in the text. */
export type Expression =
  | AndExpression
  | OrExpression
  | NotExpression
  | TestExpression
  | ComparisonExpression
  | ServiceExpression
  | EdgeExpression
  | RootCauseExpression
  | RootCauseTemplateExpression
  | GroupExpression;

/** All operands hold: `a AND b`, or `a b`. At least two operands. */
export interface AndExpression extends Span {
  readonly kind: 'and';
  readonly operands: readonly Expression[];
}

/** Some operand holds: `a OR b`. At least two operands. */
export interface OrExpression extends Span {
  readonly kind: 'or';
  readonly operands: readonly Expression[];
}

/** The operand does not hold: `!a`. */
export interface NotExpression extends Span {
  readonly kind: 'not';
  readonly operand: Expression;
}

/** A keyword on its own: a flag is true, any other field is set; a boolean annotation is true. */
export interface TestExpression extends Span {
  readonly kind: 'test';
  readonly field: Field;
}

/** A keyword compared with a value. The value's type fits the field's, except that an annotation may have any. */
export interface ComparisonExpression extends Span {
  readonly kind: 'comparison';
  readonly field: Field;
  readonly operator: Operator;
  readonly value: Literal;
}

/** `service(selector) { block }`: one segment of such a node satisfies the block. */
export interface ServiceExpression extends Span {
  readonly kind: 'service';
  readonly selector: Selector;
  readonly block?: Expression;
}

/** `edge(from, to) { block }`: one call between such nodes satisfies the block. */
export interface EdgeExpression extends Span {
  readonly kind: 'edge';
  readonly from: Selector;
  readonly to: Selector;
  readonly block?: Expression;
}

/** Which of a trace's three lists of root causes is meant. */
export type RootCauseKind = 'fault' | 'error' | 'responsetime';
/** What is enumerated along a root cause: its services, their entities, or the entities' exceptions. */
export type RootCauseLevel = 'service' | 'entity' | 'exception';

/** `rootcause.<cause>.<level> { block }`: one element of that list satisfies the block. */
export interface RootCauseExpression extends Span {
  readonly kind: 'rootcause';
  readonly cause: RootCauseKind;
  readonly level: RootCauseLevel;
  readonly block?: Expression;
}

/** `rootcause.json = #[…]`: one of the three lists of root causes equals the template. */
export interface RootCauseTemplateExpression extends Span {
  readonly kind: 'rootcause-template';
  readonly template: readonly RootCauseTemplate[];
}

/** `group.name = "…"` or `group.arn = "…"`: the group's own expression stands here. */
export interface GroupExpression extends Span {
  readonly kind: 'group';
  readonly by: 'name' | 'arn';
  readonly operator: '=' | '!=';
  readonly value: string;
  /** The group's expression; its spans refer to the group's text. Absent: the group has no filter, every trace is in it. */
  readonly expression?: Expression;
}

/** What a test or comparison looks at. */
export type Field = KeywordField | AnnotationField;

/** A keyword of the language. Which row it is read from depends on the block it stands in. */
export interface KeywordField extends Span {
  readonly kind: 'keyword';
  readonly name: KeywordName;
}

/** `annotation.key` or `annotation[key]`. Keys are case-sensitive. */
export interface AnnotationField extends Span {
  readonly kind: 'annotation';
  readonly key: string;
}

/** A comparison operator, in lower case. */
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'beginswith' | 'endswith';

/** A value in an expression. Barewords have become strings. */
export type Literal = StringLiteral | NumberLiteral | BooleanLiteral;

/** A quoted string, unescaped, or a bareword. */
export interface StringLiteral extends Span {
  readonly kind: 'string';
  readonly value: string;
}

/** A finite number. */
export interface NumberLiteral extends Span {
  readonly kind: 'number';
  readonly value: number;
}

/** `true` or `false`. */
export interface BooleanLiteral extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** Which nodes are meant: every part that is given must match, and a part given as `""` counts as left out. No part: any node. */
export interface Selector extends Span {
  /** Matches any of the node's names, case-sensitive. */
  readonly name?: string;
  /** The service type, such as `AWS::DynamoDB::Table`, `remote` or `client`. */
  readonly type?: string;
  readonly accountId?: string;
}
