const PAIRS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Formats bytes from `start` up to `end` as lower-case hex. */
export function toHex(bytes: Uint8Array, start: number = 0, end: number = bytes.length): string {
  let text = '';
  for (let i = start; i < end; i++) text += PAIRS[bytes[i] as number];
  return text;
}
