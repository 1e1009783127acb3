import type { Field } from './expression.js';
import { keywordOf } from './keyword.js';
import { isComparison, isLogicalWord, type Lexeme } from './lexeme.js';
import { edgePlace, type Place, rootCausePlace, servicePlace, tracePlace } from './place.js';
import { rootCauseOf } from './root-cause-word.js';

/** What may come next at a place in an expression that is being written. */
export type Expectation =
  | { readonly kind: 'operand'; readonly place: Place }
  | { readonly kind: 'operator'; readonly place: Place; readonly field: Field }
  | { readonly kind: 'logical' }
  | { readonly kind: 'value'; readonly place: Place; readonly field: Field }
  | { readonly kind: 'group' }
  | { readonly kind: 'selector' }
  | { readonly kind: 'id-part' }
  | { readonly kind: 'id-value'; readonly part: string }
  | { readonly kind: 'nothing' };

/** What an open parenthesis or brace belongs to. */
type Frame =
  | { readonly opened: 'arguments' }
  | { readonly opened: 'id' }
  | { readonly opened: 'expression'; readonly place: Place };

const nothing: Expectation = { kind: 'nothing' };

/** Works out what may follow these lexemes, however incomplete or wrong the expression is. */
export function expectationAfter(lexemes: readonly Lexeme[], text: string): Expectation {
  const frames = openFrames(lexemes);
  const frame = frames.at(-1);
  const last = lexemes.at(-1);
  if (frame?.opened === 'id') return idExpectation(lexemes);
  if (frame?.opened === 'arguments')
    return isSymbol(last, '(') || isSymbol(last, ',') ? { kind: 'selector' } : nothing;
  const place = frame?.place ?? tracePlace;
  if (last === undefined || beginsOperand(last)) return { kind: 'operand', place };
  if (isComparison(last)) return valueExpectation(lexemes, text, place);
  const field = fieldAtEnd(lexemes, text);
  return field === undefined ? { kind: 'logical' } : { kind: 'operator', place, field };
}

function openFrames(lexemes: readonly Lexeme[]): readonly Frame[] {
  const frames: Frame[] = [];
  let block = tracePlace;
  lexemes.forEach((lexeme, index) => {
    if (lexeme.kind === 'word') block = placeOfWord(lexeme.value) ?? block;
    if (lexeme.kind !== 'symbol') return;
    if (lexeme.value === '(') frames.push(frameOf(lexemes[index - 1], frames.at(-1)));
    else if (lexeme.value === '{') frames.push({ opened: 'expression', place: block });
    else if (lexeme.value === ')' || lexeme.value === '}') frames.pop();
  });
  return frames;
}

/** The place inside the block that may follow a word. */
function placeOfWord(value: string): Place | undefined {
  if (value === 'service') return servicePlace;
  if (value === 'edge') return edgePlace;
  const found = rootCauseOf(value);
  return found && rootCausePlace(found.cause, found.level);
}

function frameOf(before: Lexeme | undefined, outer: Frame | undefined): Frame {
  const word = before?.kind === 'word' ? before.value : '';
  if (word === 'service' || word === 'edge') return { opened: 'arguments' };
  if (word === 'id') return { opened: 'id' };
  return { opened: 'expression', place: outer?.opened === 'expression' ? outer.place : tracePlace };
}

function idExpectation(lexemes: readonly Lexeme[]): Expectation {
  const last = lexemes.at(-1);
  if (isSymbol(last, '(') || isSymbol(last, ',')) return { kind: 'id-part' };
  const word = lexemes.at(-2);
  return isSymbol(last, ':') && word?.kind === 'word' ? { kind: 'id-value', part: word.value } : nothing;
}

function valueExpectation(lexemes: readonly Lexeme[], text: string, place: Place): Expectation {
  const before = lexemes.at(-2);
  if (before?.kind === 'word' && (before.value === 'group.name' || before.value === 'group.arn'))
    return { kind: 'group' };
  const field = fieldAtEnd(lexemes.slice(0, -1), text);
  return field === undefined ? nothing : { kind: 'value', place, field };
}

/** The field that the last lexemes name, if they name one. */
function fieldAtEnd(lexemes: readonly Lexeme[], text: string): Field | undefined {
  const last = lexemes.at(-1);
  if (last === undefined) return undefined;
  const { start, end } = last;
  if (last.kind === 'key') return { kind: 'annotation', key: last.value, start, end };
  if (last.kind !== 'word') return undefined;
  if (last.value.startsWith('annotation.')) {
    return { kind: 'annotation', key: text.slice(start + 'annotation.'.length, end), start, end };
  }
  const name = keywordOf(last.value);
  return name && { kind: 'keyword', name, start, end };
}

function beginsOperand(lexeme: Lexeme): boolean {
  if (lexeme.kind === 'word') return isLogicalWord(lexeme.value);
  return isSymbol(lexeme, '(') || isSymbol(lexeme, '{') || isSymbol(lexeme, '!');
}

function isSymbol(lexeme: Lexeme | undefined, value: string): boolean {
  return lexeme?.kind === 'symbol' && lexeme.value === value;
}
