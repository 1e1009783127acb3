import { limits } from '@radiograph/protocol';
import { cutText, textOf } from './text.js';

const ALLOWED = /^[\w .:/%&#=+\-@]+$/;
const FORBIDDEN = /[^\p{L}\p{N}\p{Z}_.:/%&#=+\-@]/gu;

/**
 * Makes a segment's name acceptable to X-Ray: characters that it refuses are removed, and the name is cut to 200
 * characters, never through the middle of one. A name of which nothing is left becomes `unknown`.
 */
export function repairName(name: unknown): string {
  if (typeof name === 'string' && name.length <= limits.nameCharacters && ALLOWED.test(name)) return name;
  const allowed = textOf(name, 4 * limits.nameCharacters).replace(FORBIDDEN, '');
  return cutText(allowed, limits.nameCharacters) || 'unknown';
}
