import type { Span } from './span.js';

/**
 * What a stretch of text is before its meaning is known.
 * `word`: a keyword, function or word operator. `bareword`: an unquoted value. `key`: `[…]` after `annotation`. `json`: `#[…]`.
 * `unknown`: already reported. `end`: after the last one, of no length.
 */
export type LexemeKind =
  | 'word'
  | 'bareword'
  | 'number'
  | 'string'
  | 'key'
  | 'json'
  | 'symbol'
  | 'unknown'
  | 'end';

/** The smallest unit of the language. */
export interface Lexeme extends Span {
  readonly kind: LexemeKind;
  /** The meaning: a word in lower case, a string or key without quotes and escapes, otherwise the text. */
  readonly value: string;
}

const comparisonWords: ReadonlySet<string> = new Set(['contains', 'beginswith', 'endswith']);
const comparisonSymbols: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

/** AND and OR. */
export function isLogicalWord(lowerCaseWord: string): boolean {
  return lowerCaseWord === 'and' || lowerCaseWord === 'or';
}

/** CONTAINS, BEGINSWITH and ENDSWITH. */
export function isComparisonWord(lowerCaseWord: string): boolean {
  return comparisonWords.has(lowerCaseWord);
}

/** Whether a value is to follow this. */
export function isComparison(lexeme: Lexeme): boolean {
  if (lexeme.kind === 'symbol') return comparisonSymbols.has(lexeme.value);
  return lexeme.kind === 'word' && comparisonWords.has(lexeme.value);
}
