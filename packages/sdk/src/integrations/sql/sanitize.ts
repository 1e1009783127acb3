/** Which quotes, comments and escapes a database knows. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite';

/** What is recorded of a query ends here; longer ones are seldom read, and a document has no room for them. */
const MAX_CHARACTERS = 8192;
const MAX_CACHED = 500;
const CACHED_CHARACTERS = 2000;

const caches: Record<Dialect, Map<string, string>> = {
  postgresql: new Map(),
  mysql: new Map(),
  sqlite: new Map(),
};

/**
 * A query without its literals: strings and numbers become `?`, comments vanish, and white space shrinks. Placeholders, names
 * and keywords stay. It is read once from left to right and no further than what is kept, so a megabyte takes no longer. What
 * cannot be understood, such as a string without an end, is masked to the end.
 *
 * @example
 * sanitize("select * from users where name = 'al' and age > 30", 'postgresql');
 * // "select * from users where name = ? and age > ?"
 */
export function sanitize(query: string, dialect: Dialect): string {
  const cache = caches[dialect];
  const known = cache.get(query);
  if (known !== undefined) return known;
  const sanitized = new Scan(query, dialect).result();
  if (query.length <= CACHED_CHARACTERS) {
    // The oldest goes: programs that build queries out of values would fill it with what never comes back.
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
    cache.set(query, sanitized);
  }
  return sanitized;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWord = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code > 127;

/** One pass over a query. */
class Scan {
  readonly #text: string;
  readonly #dialect: Dialect;
  #at = 0;
  #out = '';

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
  }

  result(): string {
    while (this.#at < this.#text.length && this.#out.length < MAX_CHARACTERS) this.#step();
    const whole = this.#at >= this.#text.length;
    return this.#out.slice(0, MAX_CHARACTERS).trim() + (whole ? '' : ' …');
  }

  #step(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (isSpace(code)) this.#gap(this.#at + 1);
    else if (this.#comment() || this.#quoted() || this.#dollarQuoted()) return;
    else if (isDigit(code) || (code === 46 && isDigit(this.#text.charCodeAt(this.#at + 1)))) this.#number();
    else if (isWord(code)) this.#word();
    else this.#keep(this.#at + (this.#isPlaceholder(code) ? this.#placeholderLength() : 1));
  }

  #keep(end: number): void {
    this.#out += this.#text.slice(this.#at, end);
    this.#at = end;
  }

  #mask(end: number): void {
    this.#out += '?';
    this.#at = end;
  }

  #gap(end: number): void {
    if (this.#out !== '' && !this.#out.endsWith(' ')) this.#out += ' ';
    this.#at = end;
  }

  #starts(mark: string): boolean {
    return this.#text.startsWith(mark, this.#at);
  }

  #comment(): boolean {
    const mysql = this.#dialect === 'mysql';
    if (this.#starts('/*')) this.#gap(this.#blockEnd());
    // MySQL reads `5--1` as a subtraction.
    else if (this.#starts('--') && (!mysql || !(this.#text.charCodeAt(this.#at + 2) > 32)))
      this.#gap(this.#lineEnd());
    else if (mysql && this.#starts('#')) this.#gap(this.#lineEnd());
    else return false;
    return true;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  /** PostgreSQL nests comments. */
  #blockEnd(): number {
    let depth = 1;
    let at = this.#at + 2;
    while (depth > 0) {
      const end = this.#text.indexOf('*/', at);
      if (end < 0) return this.#text.length;
      const inner = this.#dialect === 'postgresql' ? this.#text.indexOf('/*', at) : -1;
      if (inner >= 0 && inner < end) depth++;
      else depth--;
      at = (inner >= 0 && inner < end ? inner : end) + 2;
    }
    return at;
  }

  #quoted(): boolean {
    const mark = this.#text.charAt(this.#at);
    const { postgresql, mysql } = {
      postgresql: this.#dialect === 'postgresql',
      mysql: this.#dialect === 'mysql',
    };
    if (mark === "'")
      this.#mask(this.#quoteEnd("'", mysql || (postgresql && /(^|\W)e$/i.test(this.#out.slice(-2)))));
    else if (mark === '"' && mysql) this.#mask(this.#quoteEnd('"', true));
    else if (mark === '"') this.#keep(this.#quoteEnd('"', false));
    else if (mark === '`' && !postgresql) this.#keep(this.#quoteEnd('`', false));
    else if (mark === '[' && this.#dialect === 'sqlite') this.#keep(this.#quoteEnd(']', false));
    else return false;
    return true;
  }

  /** Behind the closing mark; a doubled one stands for itself. */
  #quoteEnd(mark: string, backslashes: boolean): number {
    const text = this.#text;
    let at = this.#at + 1;
    for (;;) {
      const end = text.indexOf(mark, at);
      if (end < 0) return text.length;
      let escapes = 0;
      while (backslashes && end - escapes > at && text.charAt(end - escapes - 1) === '\\') escapes++;
      if (escapes % 2 === 1) at = end + 1;
      else if (text.charAt(end + 1) === mark) at = end + 2;
      else return end + 1;
    }
  }

  #dollarQuoted(): boolean {
    if (this.#dialect !== 'postgresql' || !this.#starts('$')) return false;
    let end = this.#at + 1;
    if (isDigit(this.#text.charCodeAt(end))) return false;
    while (isWord(this.#text.charCodeAt(end))) end++;
    if (this.#text.charAt(end) !== '$') return false;
    const tag = this.#text.slice(this.#at, end + 1);
    const close = this.#text.indexOf(tag, end + 1);
    this.#mask(close < 0 ? this.#text.length : close + tag.length);
    return true;
  }

  #number(): void {
    let end = this.#at + 1;
    for (;;) {
      const code = this.#text.charCodeAt(end);
      const sign =
        (code === 43 || code === 45) && /[eE]/.test(this.#text.charAt(end - 1)) && !this.#starts('0x');
      if (!isWord(code) && code !== 46 && !sign) break;
      end++;
    }
    this.#mask(end);
  }

  #word(): void {
    let end = this.#at + 1;
    while (isWord(this.#text.charCodeAt(end)) || this.#text.charAt(end) === '$') end++;
    this.#keep(end);
  }

  /** `$1`, `?1`, `:name`, `@name`. */
  #isPlaceholder(code: number): boolean {
    return code === 36 || code === 63 || code === 58 || code === 64;
  }

  #placeholderLength(): number {
    let end = this.#at + 1;
    while (isWord(this.#text.charCodeAt(end))) end++;
    return end - this.#at;
  }
}
