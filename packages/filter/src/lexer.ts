import { DiagnosticList } from './diagnostic.js';
import { isComparison, isComparisonWord, isLogicalWord, type Lexeme, type LexemeKind } from './lexeme.js';
import { scanCurlyString, scanJson, scanKey, scanString } from './quoted-text.js';

const space = /\s+/y;
const symbol = /==|!=|<>|<=|>=|=>|=<|&&|\|\||[=<>!]/y;
const word = /[\p{L}_][\p{L}\p{N}\p{M}_.-]*/uy;
// Wide enough for paths, addresses, hosts and ARNs; no character that could be a misplaced operator.
const bareword = /[\p{L}\p{N}\p{M}_.:/@%+*~$-]+/uy;
const numeral = /[-+]?\.?\d[\w.+-]*/y;
const number = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const curlyQuote = /[\u2018-\u201f]/;
// What no other lexeme begins with, taken as a run: a binary file costs one match and not one for each character.
const foreign = /[^\s\p{L}\p{N}_"'#[\](){},:=<>!+.\u2018-\u201f-]+/uy;
const halfCharacter = /\p{Cs}/u;

/** What people write from habit, and what it is here. */
const misspelt: ReadonlyMap<string, { readonly kind: 'symbol' | 'word'; readonly value: string }> = new Map([
  ['==', { kind: 'symbol', value: '=' }],
  ['<>', { kind: 'symbol', value: '!=' }],
  ['=>', { kind: 'symbol', value: '>=' }],
  ['=<', { kind: 'symbol', value: '<=' }],
  ['&&', { kind: 'word', value: 'and' }],
  ['||', { kind: 'word', value: 'or' }],
]);

/**
 * Cuts an expression into lexemes, the last one of kind `end`. Never throws, and takes time linear in the text.
 * What cannot be read becomes a diagnostic and a lexeme that the parser can go on with.
 */
export function lex(text: string, diagnostics: DiagnosticList = new DiagnosticList()): readonly Lexeme[] {
  return new Lexer(text, diagnostics).run();
}

class Lexer {
  readonly #text: string;
  readonly #diagnostics: DiagnosticList;
  readonly #lexemes: Lexeme[] = [];
  #at = 0;

  constructor(text: string, diagnostics: DiagnosticList) {
    this.#text = text;
    this.#diagnostics = diagnostics;
  }

  run(): readonly Lexeme[] {
    for (;;) {
      this.#match(space);
      if (this.#at >= this.#text.length) break;
      this.#next();
    }
    this.#push('end', '', this.#at);
    return this.#lexemes;
  }

  #next(): void {
    const character = this.#text[this.#at];
    if (character === '"' || character === "'") this.#quoted('string', scanString(this.#text, this.#at));
    else if (character === '#') this.#json();
    else if (character === '[' && this.#keyMayFollow()) this.#quoted('key', scanKey(this.#text, this.#at));
    else if (character !== undefined && curlyQuote.test(character)) this.#curly();
    else if (character !== undefined && '(){},:'.includes(character)) this.#mark(character);
    else this.#plain();
  }

  /** A symbol of one character, which begins no longer one. */
  #mark(character: string): void {
    this.#at += 1;
    this.#push('symbol', character, this.#at - 1);
  }

  #curly(): void {
    const scanned = scanCurlyString(this.#text, this.#at);
    if (scanned === undefined) this.#unknown();
    else this.#quoted('string', scanned);
  }

  #plain(): void {
    const start = this.#at;
    const sign = this.#match(symbol);
    const value = sign === undefined && this.#valueFollows() ? this.#match(bareword) : undefined;
    if (sign !== undefined) this.#symbol(sign, start);
    else if (value !== undefined) this.#value(value, start);
    else this.#wordOrNumber(start);
  }

  #wordOrNumber(start: number): void {
    const name = this.#match(word);
    const digits = name === undefined ? this.#match(numeral) : undefined;
    if (name !== undefined) this.#push('word', name.toLowerCase(), start);
    else if (digits !== undefined) this.#number(digits, start);
    else this.#unknown();
  }

  #symbol(sign: string, start: number): void {
    const meant = misspelt.get(sign);
    if (meant !== undefined) {
      const suggestion = meant.value.toUpperCase();
      const message = `"${sign}" is no operator here; write ${suggestion}.`;
      this.#report('filter/unexpected-character', message, start, { suggestion });
    }
    this.#push(meant?.kind ?? 'symbol', meant?.value ?? sign, start);
  }

  /** After a comparison: a number, a bareword, or an operator whose value is missing. */
  #value(value: string, start: number): void {
    const lower = value.toLowerCase();
    if (isLogicalWord(lower) || isComparisonWord(lower)) this.#push('word', lower, start);
    else if (number.test(value)) this.#number(value, start);
    else this.#push('bareword', value, start);
  }

  #number(digits: string, start: number): void {
    if (!number.test(digits)) {
      this.#report('filter/invalid-number', `"${excerpt(digits)}" is not a number.`, start, {
        expected: ['a number'],
      });
    } else if (!Number.isFinite(Number(digits))) {
      this.#report('filter/invalid-number', `"${excerpt(digits)}" is too large a number.`, start);
    }
    this.#push('number', digits, start);
  }

  #quoted(kind: LexemeKind, scanned: ReturnType<typeof scanString>): void {
    const start = this.#at;
    this.#at = scanned.end;
    for (const problem of scanned.problems) this.#diagnostics.report(problem);
    if (halfCharacter.test(scanned.value)) {
      this.#report(
        'filter/lone-surrogate',
        'This text holds half a character (a lone surrogate), which no trace can contain.',
        start,
      );
    }
    this.#push(kind, scanned.value, start);
  }

  #json(): void {
    const start = this.#at;
    const end = scanJson(this.#text, start);
    if (end === undefined) this.#unknown();
    else {
      this.#at = end;
      this.#push('json', this.#text.slice(start, end), start);
    }
  }

  /** Neighbouring unknown characters are one lexeme and one diagnostic. */
  #unknown(): void {
    const start = this.#at;
    const character = String.fromCodePoint(this.#text.codePointAt(start) ?? 0);
    if (this.#match(foreign) === undefined) this.#at += character.length;
    const last = this.#lexemes.at(-1);
    if (last?.kind === 'unknown' && last.end === start) {
      this.#lexemes.pop();
      this.#push('unknown', '', last.start);
      return;
    }
    const quotes = curlyQuote.test(character);
    const hint = quotes ? { hint: 'Use straight quotes: " or \'.' } : {};
    this.#report('filter/unexpected-character', `Unexpected character ${naming(character)}.`, start, hint);
    this.#push('unknown', '', start);
  }

  #keyMayFollow(): boolean {
    const last = this.#lexemes.at(-1);
    return last?.kind === 'word' && (last.value === 'annotation' || last.value === 'metadata');
  }

  #valueFollows(): boolean {
    const last = this.#lexemes.at(-1);
    return last !== undefined && isComparison(last);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #push(kind: LexemeKind, value: string, start: number): void {
    this.#lexemes.push({ kind, value, start, end: this.#at });
  }

  #report(
    code: 'filter/unexpected-character' | 'filter/invalid-number' | 'filter/lone-surrogate',
    message: string,
    start: number,
    more: {
      readonly suggestion?: string;
      readonly hint?: string;
      readonly expected?: readonly string[];
    } = {},
  ): void {
    this.#diagnostics.report({ code, message, start, end: this.#at, ...more });
  }
}

/** Names a character so that an invisible one can be recognised too. */
function naming(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `"${character}"` : `U+${code}`;
}

/** Keeps messages short whatever was written. */
export function excerpt(text: string): string {
  const characters = Array.from(text.slice(0, 82));
  return text.length <= 40 ? text : `${characters.slice(0, 39).join('')}…`;
}
