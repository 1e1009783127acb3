/** A text as it may be shown on one line: at most `limit` characters, control and direction marks made visible. */
export function oneLine(text: string, limit: number): string {
  const cut = cutText(text, limit);
  return cut.replace(HIDDEN, (mark) => (mark === '\n' || mark === '\t' || mark === '\r' ? ' ' : '�'));
}

/** A text of several lines with what cannot be seen made visible: marks that turn the direction of writing, control characters. */
export function plainText(text: string): string {
  return text.replace(HIDDEN, (mark) => (mark === '\n' || mark === '\t' ? mark : '\ufffd'));
}

/** A text cut to at most `limit` characters, never through a surrogate pair, with an ellipsis where something is left out. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = isHighSurrogate(text.charCodeAt(limit - 2)) ? limit - 2 : limit - 1;
  return `${text.slice(0, end)}…`;
}

// Control characters and the marks that turn the direction of the text around them.
const HIDDEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
