import type { Diagnostic } from './diagnostic.js';

/** How much of a long line is shown on either side of the problem, in characters. */
const CONTEXT = 60;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/**
 * Writes a diagnostic for people: the message, the line it is about, carets under the place, and what to do about it.
 * Meant for a fixed-width font; a long line is cut to the neighbourhood of the place, and control characters are made visible.
 *
 * @example
 * renderDiagnostic('responstime > 5', diagnostic)
 * // "responstime" is no keyword.
 * //   responstime > 5
 * //   ^^^^^^^^^^^
 * //   Did you mean responsetime?
 */
export function renderDiagnostic(text: string, diagnostic: Diagnostic): string {
  const lines = [diagnostic.message, ...pointing(text, diagnostic)];
  const { expected, suggestion, hint } = diagnostic;
  if (suggestion !== undefined) lines.push(`  Did you mean ${suggestion}?`);
  else if (expected !== undefined) lines.push(`  Expected: ${expected.join('  ')}`);
  if (hint !== undefined) lines.push(`  ${hint}`);
  return lines.join('\n');
}

function pointing(text: string, { start, end }: Diagnostic): readonly [string, string] {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const nextBreak = text.indexOf('\n', start);
  const lineEnd = nextBreak < 0 ? text.length : nextBreak;
  const from = Math.max(lineStart, start - CONTEXT);
  const marked = Math.max(start, Math.min(end, lineEnd, start + CONTEXT));
  const to = Math.min(lineEnd, marked + CONTEXT);
  const before = `${from > lineStart ? '…' : ''}${visible(text.slice(from, start))}`;
  const inside = visible(text.slice(start, marked));
  const after = `${visible(text.slice(marked, to))}${to < lineEnd ? '…' : ''}`;
  return [`  ${before}${inside}${after}`, `  ${blank(before)}${'^'.repeat(Math.max(1, columns(inside)))}`];
}

/** One visible character for each: what would move the cursor or is half a character would break the picture. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/\p{Cs}/gu, '\ufffd');
}

/** White space as wide as the text. */
function blank(text: string): string {
  return ' '.repeat(columns(text));
}

function columns(text: string): number {
  let count = 0;
  for (const character of text) count += widthOf(character);
  return count;
}

function widthOf(character: string): number {
  if (/[\p{Mn}\u200d]/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}
