import type { Cursor } from './cursor.js';
import type { Selector } from './expression.js';
import { closest } from './suggestion.js';

/** The parts of `id()`, as written and as kept. */
const idParts: ReadonlyMap<string, keyof Omit<Selector, 'start' | 'end'>> = new Map([
  ['name', 'name'],
  ['type', 'type'],
  ['account.id', 'accountId'],
]);

type Parts = { -readonly [Part in keyof Omit<Selector, 'start' | 'end'>]: string };

/** Reads what may stand between the parentheses of `service()` and `edge()`: a name, `id(…)`, or nothing. Undefined: not readable, and reported. */
export function parseSelector(cursor: Cursor): Selector | undefined {
  const { kind, value, start, end } = cursor.current;
  if (kind === 'string') {
    cursor.next();
    return value === '' ? { start, end } : { name: value, start, end };
  }
  if (cursor.atWord('id') && isSymbol(cursor, '(')) return parseId(cursor);
  if (cursor.atSymbol(',') || cursor.atSymbol(')')) return { start, end: start };
  cursor.report({
    code: 'filter/invalid-selector',
    message: 'A node is named by a string in quotes or by id(…).',
    start,
    end,
    expected: ['a name in quotes', 'id(name: "…", type: "…", account.id: "…")'],
    ...(kind === 'word' ? { suggestion: `"${cursor.written(cursor.current)}"` } : {}),
  });
  return undefined;
}

function isSymbol(cursor: Cursor, symbol: string): boolean {
  return cursor.following.kind === 'symbol' && cursor.following.value === symbol;
}

function parseId(cursor: Cursor): Selector | undefined {
  const { start } = cursor.next();
  cursor.next();
  const parts = parseIdParts(cursor);
  if (parts === undefined) {
    cursor.skipArguments();
    return undefined;
  }
  return { ...parts, start, end: cursor.consumedEnd };
}

function parseIdParts(cursor: Cursor): Parts | undefined {
  const parts: Parts = {};
  const seen = new Set<string>();
  do {
    if (!parseIdPart(cursor, parts, seen)) return undefined;
  } while (cursor.takeSymbol(','));
  const closed = cursor.takeSymbol(')') || missing(cursor, [',', ')'], 'id( is not closed.');
  return closed ? parts : undefined;
}

/** One `part: "value"`. An empty value counts as left out, as tools write `type: ""` where they know no type. */
function parseIdPart(cursor: Cursor, parts: Parts, seen: Set<string>): boolean {
  const word = cursor.current;
  const part = word.kind === 'word' ? idParts.get(word.value) : undefined;
  if (part === undefined) return unknownPart(cursor);
  if (seen.has(word.value)) return invalid(cursor, `id() is given ${word.value} twice.`);
  seen.add(word.value);
  cursor.next();
  if (!cursor.takeSymbol(':')) return missing(cursor, [':'], `A colon is missing after ${word.value}.`);
  if (cursor.current.kind !== 'string')
    return missing(cursor, ['a string in quotes'], `The value of ${word.value} is missing.`);
  const { value } = cursor.next();
  if (value !== '') parts[part] = value;
  return true;
}

function unknownPart(cursor: Cursor): false {
  const { kind, value } = cursor.current;
  const suggestion = kind === 'word' ? closest(value, [...idParts.keys()]) : undefined;
  return invalid(
    cursor,
    'id() takes name, type and account.id, each followed by a colon and a string.',
    suggestion,
  );
}

function invalid(cursor: Cursor, message: string, suggestion?: string): false {
  const { start, end } = cursor.current;
  const expected = ['name:', 'type:', 'account.id:'];
  cursor.report({
    code: 'filter/invalid-selector',
    message,
    start,
    end,
    expected,
    ...(suggestion ? { suggestion } : {}),
  });
  return false;
}

function missing(cursor: Cursor, expected: readonly string[], message: string): false {
  const { start, end } = cursor.current;
  cursor.report({ code: 'filter/expected-token', message, start, end, expected });
  return false;
}
