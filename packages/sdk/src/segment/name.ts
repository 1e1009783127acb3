import { limits } from '@radiograph/protocol';
import { cutText, textOf } from './text.js';

const ALLOWED = /^[\w .:/%&#=+\-@]+$/;
/** A text, as V8 reads the classes of Unicode in an expression when it loads the file, which takes as long as all else it finds there. */
const FORBIDDEN = '[^\\p{L}\\p{N}\\p{Z}_.:/%&#=+\\-@]';
let forbidden: RegExp | undefined;

/** Names that were found right, so that the usual ones are looked at once. */
const plainNames: Set<string> = new Set();
const MAX_PLAIN_NAMES = 1000;

/**
 * Makes a segment's name acceptable to X-Ray: characters that it refuses are removed, and the name is cut to 200
 * characters, never through the middle of one. A name of which nothing is left becomes `unknown`.
 */
export function repairName(name: unknown): string {
  if (plainNames.has(name as string)) return name as string;
  if (typeof name === 'string' && name.length <= limits.nameCharacters && ALLOWED.test(name)) {
    if (plainNames.size < MAX_PLAIN_NAMES) plainNames.add(name);
    return name;
  }
  return repaired(name);
}

function repaired(name: unknown): string {
  forbidden ??= new RegExp(FORBIDDEN, 'gu');
  const allowed = textOf(name, 4 * limits.nameCharacters).replace(forbidden, '');
  return cutText(allowed, limits.nameCharacters) || 'unknown';
}
