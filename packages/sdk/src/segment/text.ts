/** Cuts text to a number of UTF-16 units, one less where a pair would be split. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** Any value as text of at most `length` characters, also where its `toString` throws. */
export function textOf(value: unknown, length: number): string {
  try {
    return cutText(String(value), length);
  } catch {
    return '[unreadable]';
  }
}

/** What may stand in an HTTP header. */
const PRINTABLE = /^[ -~]*$/;

/** A text that can be sent as a header; what ends a line would let whoever chose it add headers of his own. */
export function ifPrintable(text: string | undefined): string | undefined {
  return text !== undefined && PRINTABLE.test(text) ? text : undefined;
}
