const PLAIN: Uint8Array = plainCharacters();
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/%&#=+\-@\\]*$/u;
const NOT_ALLOWED = /[^\p{L}\p{Z}\p{N}_.:/%&#=+\-@\\]/u;

/**
 * Whether every character of a segment's or subsegment's name is one that X-Ray takes: Unicode letters, digits, spaces and
 * `_ . : / % & # = + \ - @`. X-Ray's guide lists the backslash and its schema does not; it is taken here.
 */
export function hasNameCharacters(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    if (code > 127) return ALLOWED.test(name);
    if (PLAIN[code] === 0) return false;
  }
  return true;
}

/** The first character of a name that X-Ray does not take. */
export function refusedCharacter(name: string): string | undefined {
  return NOT_ALLOWED.exec(name)?.[0];
}

/** Whether a text is longer than so many characters, a surrogate pair counting as one. */
export function isLongerThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false;
  if (text.length > 2 * characters) return true;
  let count = 0;
  for (const _ of text) count++;
  return count > characters;
}

/** The ASCII part of the rule as a table: names are checked on every document, and nearly all are ASCII. */
function plainCharacters(): Uint8Array {
  const table = new Uint8Array(128);
  const symbols = ' _.:/%&#=+\\-@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  for (let i = 0; i < symbols.length; i++) table[symbols.charCodeAt(i)] = 1;
  return table;
}
