const DIGITS = /^[0-9a-f]+$/;

/** Whether `text` is exactly `length` lower-case hex digits. */
export function isHex(text: string, length: number): boolean {
  return text.length === length && DIGITS.test(text);
}

/** Formats random bytes as lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
