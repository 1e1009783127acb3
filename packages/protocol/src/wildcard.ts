/**
 * Whether a whole text matches a pattern of sampling rules: `*` stands for any run of characters, `?` for exactly one, all else
 * for itself, without case. Never slower than the product of the two lengths, whatever they hold: only the last `*` is ever
 * tried again.
 *
 * @example
 * matchesWildcard('/api/*', '/API/orders') // true
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  return pattern === '*' || matchesLowerCase(pattern.toLowerCase(), text.toLowerCase());
}

const ANY_RUN = 42;
const ANY_CHARACTER = 63;

function matchesLowerCase(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let afterStar = 0;
  while (t < text.length) {
    const wanted = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (wanted === ANY_RUN) {
      star = p++;
      afterStar = t;
    } else if (wanted === ANY_CHARACTER) {
      p++;
      t += characterLength(text, t);
    } else if (wanted === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      // The last star takes one character more, and everything after it is tried again.
      p = star + 1;
      afterStar += characterLength(text, afterStar);
      t = afterStar;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === ANY_RUN) p++;
  return p === pattern.length;
}

/** Two UTF-16 units where a surrogate pair begins, else one. */
function characterLength(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
