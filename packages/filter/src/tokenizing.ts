import { isComparisonWord, isLogicalWord, type Lexeme } from './lexeme.js';
import { lex } from './lexer.js';
import type { Span } from './span.js';
import { isOperandWord } from './suggestion.js';

/**
 * What a stretch of an expression is, for colouring it. `keyword`: a known field, annotation, group or root cause; `function`: service, edge, id;
 * `logical`: AND, OR and `!`; `word`: any other word, an unquoted value among them; `key`: `[…]` after annotation; `unknown`: cannot stand in an expression.
 */
export type TokenKind =
  | 'keyword'
  | 'function'
  | 'logical'
  | 'operator'
  | 'boolean'
  | 'word'
  | 'string'
  | 'number'
  | 'key'
  | 'json'
  | 'punctuation'
  | 'unknown';

/** A coloured stretch of an expression. */
export interface Token extends Span {
  readonly kind: TokenKind;
  /** The stretch as written. */
  readonly text: string;
}

/**
 * Cuts an expression into tokens for highlighting, in order and without overlap; white space between them is left out.
 * Never throws, and never refuses a text.
 *
 * @example
 * for (const { kind, start, end } of tokenize('fault AND user = "al"')) colour(start, end, kind);
 */
export function tokenize(text: string): Token[] {
  return lex(text)
    .filter(({ kind }) => kind !== 'end')
    .map((lexeme) => {
      const { start, end } = lexeme;
      const written = text.slice(start, end);
      return { kind: tokenKind(lexeme, written), text: written, start, end };
    });
}

function tokenKind(lexeme: Lexeme, written: string): TokenKind {
  const { kind, value } = lexeme;
  if (kind === 'word') return wordKind(value, written);
  if (kind === 'bareword') return /^(?:true|false)$/i.test(value) ? 'boolean' : 'word';
  if (kind === 'symbol') return symbolKind(value, written);
  return kind === 'end' ? 'unknown' : kind;
}

function wordKind(value: string, written: string): TokenKind {
  // What was meant by `&&` is not what is written there.
  if (isLogicalWord(value))
    return value.length === written.length && /^\w/.test(written) ? 'logical' : 'unknown';
  if (isComparisonWord(value)) return 'operator';
  if (value === 'service' || value === 'edge' || value === 'id') return 'function';
  if (value === 'annotation' || value.startsWith('annotation.')) return 'keyword';
  return isOperandWord(value) ? 'keyword' : 'word';
}

function symbolKind(value: string, written: string): TokenKind {
  if (value !== written) return 'unknown';
  if (value === '!') return 'logical';
  return /[=<>]/.test(value) ? 'operator' : 'punctuation';
}
