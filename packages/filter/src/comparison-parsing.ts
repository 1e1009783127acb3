import type { Cursor } from './cursor.js';
import type { Expression, Field, Literal, Operator } from './expression.js';
import { parseGroup } from './group-parsing.js';
import type { Groups } from './groups.js';
import { keywordOf } from './keyword.js';
import { isComparison, type Lexeme } from './lexeme.js';
import { excerpt } from './lexer.js';
import { parseRootCauseTemplate } from './root-cause-template-parsing.js';
import { suggestOperand } from './suggestion.js';

/** Reads a keyword and, where one follows, its operator and value. Undefined: something is wrong with it, and reported. */
export function parseComparison(cursor: Cursor, groups: Groups): Expression | undefined {
  const { value, start } = cursor.current;
  if (value === 'group.name' || value === 'group.arn') return parseGroup(cursor, groups);
  if (value === 'rootcause.json') return parseRootCauseTemplate(cursor);
  const field = parseField(cursor);
  if (isComparison(cursor.current)) {
    const operator = parseOperator(cursor);
    const literal = parseLiteral(cursor);
    if (field === undefined || literal === undefined) return undefined;
    return { kind: 'comparison', field, operator, value: literal, start, end: cursor.consumedEnd };
  }
  if (isLiteral(cursor.current)) return missingOperator(cursor);
  return field && { kind: 'test', field, start, end: field.end };
}

function parseField(cursor: Cursor): Field | undefined {
  const word = cursor.next();
  const { value, start, end } = word;
  if (value === 'annotation' || value.startsWith('annotation.')) return parseAnnotation(cursor, word);
  if (value === 'metadata' || value.startsWith('metadata.')) return refuseMetadata(cursor, word);
  const name = keywordOf(value);
  if (name !== undefined) return { kind: 'keyword', name, start, end };
  const suggestion = suggestOperand(cursor.written(word));
  const message = `"${excerpt(cursor.written(word))}" is no keyword.`;
  const hint =
    suggestion === undefined
      ? { hint: 'An annotation is written annotation.key or annotation[key].' }
      : { suggestion };
  cursor.report({ code: 'filter/unknown-keyword', message, start, end, ...hint });
  return undefined;
}

const dottedKey = /^[^.]+(?:\.[^.]+)*$/;

/** The dot form takes all that follows the first dot as the key, further dots included: `annotation.a.b` has the key `a.b`. */
function parseAnnotation(cursor: Cursor, word: Lexeme): Field | undefined {
  const { start } = word;
  if (cursor.current.kind === 'key' && word.value === 'annotation') {
    const { value: key, end } = cursor.next();
    return { kind: 'annotation', key, start, end };
  }
  const key = cursor.written(word).slice('annotation.'.length);
  if (dottedKey.test(key)) return { kind: 'annotation', key, start, end: word.end };
  cursor.report({
    code: 'filter/expected-token',
    message: 'The key of the annotation is missing.',
    start: word.end,
    end: word.end,
    expected: ['.key', '[key]'],
  });
  return undefined;
}

function refuseMetadata(cursor: Cursor, word: Lexeme): undefined {
  if (cursor.current.kind === 'key') cursor.next();
  cursor.report({
    code: 'filter/metadata-not-indexed',
    message: 'Metadata is not indexed, so traces cannot be found by it.',
    start: word.start,
    end: cursor.consumedEnd,
    hint: 'Record the value as an annotation and search for annotation.key.',
  });
  return undefined;
}

function parseOperator(cursor: Cursor): Operator {
  // The lexer's comparison symbols and words are the members of this union.
  return cursor.next().value as Operator;
}

/** Passes over an operator and a value that nothing could be made of. */
export function skipComparison(cursor: Cursor): void {
  if (isComparison(cursor.current)) cursor.next();
  if (isLiteral(cursor.current) || cursor.current.kind === 'json') cursor.next();
}

function isLiteral(lexeme: Lexeme): boolean {
  return lexeme.kind === 'string' || lexeme.kind === 'number' || lexeme.kind === 'bareword';
}

function missingOperator(cursor: Cursor): undefined {
  const { start, end } = cursor.next();
  cursor.report({
    code: 'filter/expected-token',
    message: 'An operator is missing before this value.',
    start,
    end,
    expected: ['=', '!=', '<', '<=', '>', '>=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH'],
  });
  return undefined;
}

/** Reads the value of a comparison: a string, a number, true or false, or a bareword, which is a string. */
function parseLiteral(cursor: Cursor): Literal | undefined {
  const { kind, value, start, end } = cursor.current;
  if (!isLiteral(cursor.current)) return missingValue(cursor);
  cursor.next();
  // Adding 0 turns -0 into 0: the two compare equal, and only one of them can be written.
  if (kind === 'number') return { kind: 'number', value: Number(value) + 0, start, end };
  const lower = value.toLowerCase();
  if (kind === 'bareword' && (lower === 'true' || lower === 'false'))
    return { kind: 'boolean', value: lower === 'true', start, end };
  return { kind: 'string', value, start, end };
}

function missingValue(cursor: Cursor): undefined {
  const { start, end } = cursor.current;
  cursor.report({
    code: 'filter/expected-value',
    message: 'A value is missing after the operator.',
    start,
    end,
    expected: ['a string in quotes', 'a number', 'true', 'false'],
  });
  return undefined;
}
