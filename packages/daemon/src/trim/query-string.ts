import { matchesWildcard } from '@radiograph/protocol';

/** What happens to query parameters by their names, which may hold wildcards. */
export interface QueryRules {
  readonly drop: readonly string[];
  readonly hash: readonly string[];
  readonly hashOf: (value: string) => string;
}

/**
 * Takes parameters out of a URL's query string, or hashes their values. The URL need not be a whole or a valid one; what is not touched
 * stays as it was written.
 */
export function trimQuery(url: string, { drop, hash, hashOf }: QueryRules): string {
  const [, before = '', query, fragment = ''] = /^([^?#]*)\?([^#]*)(#[\s\S]*)?$/.exec(url) ?? [];
  if (query === undefined) return url;
  const kept = query.split('&').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    const plain = decode(name);
    if (drop.some((pattern) => matchesWildcard(pattern, plain))) return [];
    if (value.length > 0 && hash.some((pattern) => matchesWildcard(pattern, plain)))
      return [`${name}=${hashOf(decode(value.join('=')))}`];
    return [pair];
  });
  return `${before}${kept.length > 0 ? `?${kept.join('&')}` : ''}${fragment}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
