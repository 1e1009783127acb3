/** Names of parameters that hold, or may hold, something secret. */
const SECRET =
  /pass|pwd|secret|token|signature|credential|(api|access|account|private|shared|ssl)[-_ ]?key|auth/i;

/**
 * A connection's URL or text without what is secret in it: the password, and every parameter whose name sounds like one.
 * Understands URLs with and without a scheme, `user:password@tcp(host)/db` of Go, and `key=value` pairs with spaces or
 * semicolons between them, as ODBC and libpq write them.
 *
 * @example
 * withoutSecrets('postgres://al:secret@db:5432/shop?sslmode=require'); // 'postgres://al@db:5432/shop?sslmode=require'
 */
export function withoutSecrets(connection: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(connection)?.[0] ?? '';
  const rest = connection.slice(scheme.length);
  const isUrl = scheme !== '' || rest.startsWith('//') || (/^[^=;\s]*@/.test(rest) && !/^[^@]*;/.test(rest));
  return isUrl ? scheme + withoutUserSecrets(rest) : withoutPairs(connection);
}

/** Everything up to the last `@` before the parameters is the user and the password, whatever characters the password has. */
function withoutUserSecrets(rest: string): string {
  const queryAt = rest.indexOf('?', Math.max(0, rest.lastIndexOf('@')));
  const place = queryAt < 0 ? rest : rest.slice(0, queryAt);
  const at = place.lastIndexOf('@');
  const slashes = place.startsWith('//') ? '//' : '';
  const user = place.slice(slashes.length, Math.max(0, at)).split(/[:/]|%2f|%3a/i, 1)[0] ?? '';
  const server = at < 0 ? place : `${slashes}${user}@${place.slice(at + 1)}`;
  return queryAt < 0 ? server : server + withoutParameters(rest.slice(queryAt + 1));
}

function withoutParameters(query: string): string {
  const kept = query.split('&').filter((pair) => !isSecret(pair));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function isSecret(pair: string): boolean {
  return SECRET.test(pair.split('=', 1)[0] ?? '');
}

/** Values in braces, in which `}}` stands for `}`, and in quotes may hold the delimiter. */
function withoutPairs(text: string): string {
  const [semicolons, spaces] = [text.split(';').length, text.split(' ').length];
  const delimiter = semicolons > spaces ? ';' : ' ';
  const pair =
    delimiter === ';' ? /(?:\{(?:[^}]|\}\})*\}|'[^']*'|"[^"]*"|[^;])+/g : /(?:'(?:[^'\\]|\\.)*'|[^ ])+/g;
  return (text.match(pair) ?? []).filter((item) => !isSecret(item)).join(delimiter);
}
