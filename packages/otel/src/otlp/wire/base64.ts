const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const FORM = /^[A-Za-z0-9+/_-]*={0,2}$/;
const VALUES: ReadonlyMap<string, number> = new Map(
  [...ALPHABET, '-', '_'].map((letter, i) => [letter, i < 64 ? i : i - 2]),
);

/** Writes bytes as base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += letter(group >> 18) + letter(group >> 12);
    text += left > 1 ? letter(group >> 6) : '=';
    text += left > 2 ? letter(group) : '=';
  }
  return text;
}

/** Reads base64 in the common or the URL alphabet, padded or not, as protobuf's JSON asks; `undefined` where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!FORM.test(text)) return undefined;
  const length = text.replace(/=+$/, '').length;
  if (length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    bits = ((bits << 6) | (VALUES.get(text.charAt(i)) ?? 0)) & 0xffffff;
    // Every letter but the first of four completes a byte.
    if (i % 4 > 0) bytes[at++] = bits >> (6 - (i % 4) * 2);
  }
  return bytes;
}

function letter(bits: number): string {
  return ALPHABET.charAt(bits & 63);
}
