import type { Diagnostic } from './diagnostic.js';

/** A stretch with its meaning and what is wrong inside it. */
interface ScannedText {
  readonly value: string;
  readonly end: number;
  readonly problems: readonly Diagnostic[];
}

/** Reads a string in quotes of either kind. Escapes are `\\`, `\"` and `\'`; line breaks may stand in it. Without its closing quote it runs to the end. */
export function scanString(text: string, start: number): ScannedText {
  const quote = text[start];
  const problems: Diagnostic[] = [];
  let value = '';
  let copied = start + 1;
  for (let at = copied; at < text.length; at += 1) {
    if (text[at] === quote) return { value: value + text.slice(copied, at), end: at + 1, problems };
    if (text[at] !== '\\') continue;
    if (isEscapable(text[at + 1])) {
      value += text.slice(copied, at);
      copied = at + 1;
    } else if (at + 1 < text.length) problems.push(invalidEscape(text, at));
    at += 1;
  }
  problems.push({
    code: 'filter/unterminated-string',
    message: `This string has no closing ${quote}.`,
    start,
    end: text.length,
    expected: [`${quote}`],
  });
  return { value: value + text.slice(copied), end: text.length, problems };
}

function isEscapable(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === '\\';
}

function invalidEscape(text: string, at: number): Diagnostic {
  const escaped = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  const message = `"\\${escaped}" is no escape; a backslash is written "\\\\".`;
  return {
    code: 'filter/invalid-escape',
    message,
    start: at,
    end: at + 1 + escaped.length,
    suggestion: `\\\\${escaped}`,
  };
}

const curlyString = /[\u2018-\u201f]([^\u2018-\u201f"']*)[\u2018-\u201f]/y;

/** Reads a string in typographic quotes, as word processors put them, so that it is one problem. Undefined: it is not closed by one. */
export function scanCurlyString(text: string, start: number): ScannedText | undefined {
  curlyString.lastIndex = start;
  const found = curlyString.exec(text);
  if (found === null) return undefined;
  const [{ length }, value = ''] = found;
  const end = start + length;
  const message = 'A string stands in straight quotes.';
  return {
    value,
    end,
    problems: [{ code: 'filter/unexpected-character', message, start, end, suggestion: `"${value}"` }],
  };
}

/** A longer key is not looked for, so that a missing bracket costs little; X-Ray's keys have at most 500 characters. */
const MAX_KEY_LENGTH = 1000;
const keyEnd = /[[\]"']/;
const keyStub = /[^\s=!<>(){}[\]"']*/y;
const spaces = /\s*/y;

/**
 * Reads the `[key]` of an annotation: anything but brackets and quotes, or a quoted string, which may hold them.
 * White space around it does not count. Without its closing bracket it ends where the key could end.
 */
export function scanKey(text: string, start: number): ScannedText {
  const inner = skip(spaces, text, start + 1);
  if (text[inner] === '"' || text[inner] === "'") return scanQuotedKey(text, inner, start);
  const length = text.slice(inner, inner + MAX_KEY_LENGTH).search(keyEnd);
  const close = inner + length;
  if (length < 0 || text[close] !== ']') {
    // Take what could be meant as the key, so that the rest of the expression is still read.
    const end = skip(keyStub, text, start + 1);
    return { value: text.slice(start + 1, end), end, problems: [missingBracket(end)] };
  }
  const value = text.slice(inner, close).trim();
  return { value, end: close + 1, problems: value === '' ? [missingKey(start, close + 1)] : [] };
}

function scanQuotedKey(text: string, inner: number, start: number): ScannedText {
  const scanned = scanString(text, inner);
  const close = skip(spaces, text, scanned.end);
  const problems = [...scanned.problems];
  const closed = text[close] === ']';
  if (scanned.problems.length === 0 && !closed) problems.push(missingBracket(scanned.end));
  if (scanned.value === '') problems.push(missingKey(start, scanned.end));
  return { value: scanned.value, end: closed ? close + 1 : scanned.end, problems };
}

function missingBracket(at: number): Diagnostic {
  return {
    code: 'filter/expected-token',
    message: 'The annotation key has no closing "]".',
    start: at,
    end: at,
    expected: [']'],
  };
}

function missingKey(start: number, end: number): Diagnostic {
  return {
    code: 'filter/expected-token',
    message: 'The annotation key is empty.',
    start,
    end,
    expected: ['an annotation key'],
  };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

const jsonStart = /#\s*\[/y;

/** Where the JSON literal that starts here (`#[…]`) ends: at the bracket that closes it, or at the end. Undefined: none starts here. */
export function scanJson(text: string, start: number): number | undefined {
  let at = skip(jsonStart, text, start);
  if (at === start) return undefined;
  let inString = false;
  for (let depth = 1; depth > 0 && at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (character === '\\') at += 1;
    else if (inString) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return Math.min(at, text.length);
}
