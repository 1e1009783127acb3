/** A half of a pair, of which a text may hold one alone. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * A string as the tables of a search hold it: UTF-8 of its code units, each by itself, so that one string is part of another where its bytes
 * are part of the other's; halves of pairs and NUL characters too. Bytes, because drivers and SQL cut or replace such texts.
 */
export function rowText(text: string): Uint8Array {
  return hasSurrogates(text) ? byCodeUnit(text) : Buffer.from(text);
}

/** Whether {@link rowText} of this text is other than plain UTF-8. */
export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

function byCodeUnit(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) bytes.push(unit);
    else if (unit < 0x800) bytes.push(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else bytes.push(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }
  return Buffer.from(bytes);
}
