/** The filter expression language of X-Ray: parse, check, evaluate, format, complete. Pure and browser-safe. */

// For users
export { type Compilation, compileFilter, type Filter, type FilterOptions } from './compile-filter.js';
export { type Completion, type CompletionKind, completeFilter, type Vocabulary } from './completion.js';
export { type Diagnostic, type DiagnosticCode, MAX_DIAGNOSTICS } from './diagnostic.js';
// For integrators
export type {
  AndExpression,
  AnnotationField,
  BooleanLiteral,
  ComparisonExpression,
  EdgeExpression,
  Expression,
  Field,
  GroupExpression,
  KeywordField,
  Literal,
  NotExpression,
  NumberLiteral,
  Operator,
  OrExpression,
  RootCauseExpression,
  RootCauseKind,
  RootCauseLevel,
  RootCauseTemplateExpression,
  Selector,
  ServiceExpression,
  StringLiteral,
  TestExpression,
} from './expression.js';
export { formatFilter } from './formatting.js';
export { type KeywordName, keywordNames } from './keyword.js';
export { MAX_DEPTH } from './parser.js';
export { renderDiagnostic } from './rendering.js';
export type {
  EntityTemplate,
  ExceptionTemplate,
  RootCauseTemplate,
  ServiceTemplate,
} from './root-cause-template.js';
export { nodeSelector, segmentSelector } from './selector-predicate.js';
export type { Span } from './span.js';
export { type Token, type TokenKind, tokenize } from './tokenizing.js';
