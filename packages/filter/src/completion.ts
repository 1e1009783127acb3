import type { NodeIdentity } from '@radiograph/trace';
import { type Candidate, candidatesFor } from './completion-candidates.js';
import { expectationAfter } from './completion-place.js';
import type { Field } from './expression.js';
import type { Lexeme } from './lexeme.js';
import { lex } from './lexer.js';
import type { Span } from './span.js';

/** What is known about the traces at hand, so that names can be offered. */
export interface Vocabulary {
  readonly services: readonly NodeIdentity[];
  readonly annotationKeys: readonly string[];
  /** Names of groups. */
  readonly groups?: readonly string[];
  /** Values that a field has had, such as the most frequent ones. */
  readonly valuesOf?: (field: Field) => readonly (string | number | boolean)[];
}

/** What is offered: a field, a function, an operator, AND or OR, or something from the vocabulary. */
export type CompletionKind =
  | 'keyword'
  | 'annotation'
  | 'function'
  | 'operator'
  | 'logical'
  | 'service'
  | 'part'
  | 'value'
  | 'group';

/** One way to go on: `text` takes the place of `[start, end)`. */
export interface Completion extends Span {
  readonly kind: CompletionKind;
  readonly text: string;
}

/** More are not offered: nobody reads them. */
const MAX_COMPLETIONS = 50;

/**
 * Offers ways to go on at a cursor (an offset in UTF-16 units, 0 to the length), those that begin with what is typed first.
 * Only what the language allows there: the keywords of the block, the operators of the field, values of its type. Never throws; the rest of the expression may be wrong.
 *
 * @example
 * completeFilter('service("orders") { fa', 22, vocabulary) // [{ kind: 'keyword', text: 'fault', start: 20, end: 22 }]
 */
export function completeFilter(text: string, cursor: number, vocabulary: Vocabulary): Completion[] {
  const at = characterStart(text, Math.max(0, Math.min(text.length, Math.trunc(cursor) || 0)));
  const { typed, start, before } = split(text, at);
  const end = endOfTyped(text, at);
  const wanted = typed.toLowerCase();
  const written = text.slice(start, end);
  const found = candidatesFor(expectationAfter(before, text), vocabulary).filter(
    (candidate) => candidate.text !== written,
  );
  const begins = found.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const contains = found.filter((candidate) => isInside(candidate, wanted));
  // A map keeps the first place of what is in both.
  const offered = new Map(
    [...begins, ...contains].map(({ kind, text: offer }) => [offer, { kind, text: offer, start, end }]),
  );
  return [...offered.values()].slice(0, MAX_COMPLETIONS);
}

/** A field is also found by a later part of its name (`status`), a value by any part of it. */
function isInside({ kind, label }: Candidate, wanted: string): boolean {
  const lower = label.toLowerCase();
  if (kind === 'service' || kind === 'value' || kind === 'group') return lower.includes(wanted);
  return lower.split(/[.[]/).some((part) => part.startsWith(wanted));
}

/** A cursor in the middle of a character of two units counts as before it. */
function characterStart(text: string, cursor: number): number {
  return cursor > 0 && (text.codePointAt(cursor - 1) ?? 0) > 0xffff ? cursor - 1 : cursor;
}

/** What stands before the cursor, and the word, string or key that is being typed there. */
function split(
  text: string,
  cursor: number,
): { readonly typed: string; readonly start: number; readonly before: readonly Lexeme[] } {
  const lexemes = lex(text.slice(0, cursor)).filter(({ kind }) => kind !== 'end');
  const last = lexemes.at(-1);
  if (last === undefined || last.end !== cursor || !isOpen(last, text))
    return { typed: '', start: cursor, before: lexemes };
  const before = lexemes.slice(0, -1);
  if (last.kind !== 'key') return { typed: last.value, start: last.start, before };
  // `annotation[ke`: the whole field is replaced, as it may have to be written otherwise.
  return {
    typed: `annotation[${last.value}`,
    start: before.at(-1)?.start ?? last.start,
    before: before.slice(0, -1),
  };
}

/** Whether more characters would still belong to this lexeme. */
function isOpen({ kind, start, end }: Lexeme, text: string): boolean {
  if (kind === 'word' || kind === 'bareword' || kind === 'number') return true;
  if (kind === 'key') return text[end - 1] !== ']';
  return kind === 'string' && (end - start < 2 || text[end - 1] !== text[start] || text[end - 2] === '\\');
}

const restOfTyped = /[\p{L}\p{N}\p{M}_.:/-]*["'\]]?/uy;

/** What directly follows the cursor and belongs to the same word goes too, with a closing quote or bracket. */
function endOfTyped(text: string, cursor: number): number {
  restOfTyped.lastIndex = cursor;
  return cursor + (restOfTyped.exec(text)?.[0].length ?? 0);
}
