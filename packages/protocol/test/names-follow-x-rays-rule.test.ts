import { expect, test } from 'vitest';
import { hasNameCharacters, isLongerThan, refusedCharacter } from '../src/entity-name.js';

// X-Ray's own schema, with the backslash that its guide lists.
const SCHEMA = /^[\p{L}\p{Z}\p{N}_.:/%&#=+\-@\\]$/u;

test('every character of Unicode is judged as the schema judges it', () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const allowed = SCHEMA.test(character);
    if (hasNameCharacters(`a${character}b`) !== allowed)
      expect.fail(`U+${code.toString(16)} is judged wrong`);
    if ((refusedCharacter(character) === undefined) !== allowed)
      expect.fail(`U+${code.toString(16)} is named wrong`);
  }
});

test.each([
  '?',
  '(',
  ')',
  '*',
  "'",
  '"',
  ',',
  ';',
  '<',
  '>',
  '{',
  '}',
  '[',
  ']',
  '|',
  '!',
  '$',
  '^',
  '~',
  '`',
  '\t',
  '\n',
])('%j, which users have seen refused, is refused', (character) => {
  expect(hasNameCharacters(`a${character}b`)).toBe(false);
  expect(refusedCharacter(`a${character}b`)).toBe(character);
});

test('length is counted in characters, not in UTF-16 units', () => {
  expect(isLongerThan('𠮷'.repeat(200), 200)).toBe(false);
  expect(isLongerThan(`${'𠮷'.repeat(200)}a`, 200)).toBe(true);
  expect(isLongerThan('a'.repeat(200), 200)).toBe(false);
  expect(isLongerThan('a'.repeat(201), 200)).toBe(true);
});
