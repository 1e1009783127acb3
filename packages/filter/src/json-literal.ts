import type { Diagnostic } from './diagnostic.js';
import type { Span } from './span.js';

/** A JSON value that knows its place in the expression. */
export type JsonNode =
  | (Span & { readonly kind: 'array'; readonly items: readonly JsonNode[] })
  | (Span & { readonly kind: 'object'; readonly members: readonly JsonMember[] })
  | (Span & { readonly kind: 'string'; readonly value: string })
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'null' });

/** One `"name": value` of an object; the span is the name's. */
export interface JsonMember extends Span {
  readonly name: string;
  readonly value: JsonNode;
}

/** The value read, or the first thing wrong with it. */
type JsonReading =
  | { readonly ok: true; readonly node: JsonNode }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

/** Deeper than any root cause nests. */
const MAX_JSON_DEPTH = 16;

/**
 * Reads the JSON of a literal from `from` to its end. Spans are shifted by `offset`, the place of the literal in the expression.
 * Done here and not by JSON.parse, whose errors give a place in some engines only and whose values give none.
 */
export function readJson(text: string, from: number, offset: number): JsonReading {
  const reader = new JsonReader(text, from, offset);
  const node = reader.value(0);
  if (node !== undefined) reader.finish();
  const { diagnostic } = reader;
  if (diagnostic !== undefined) return { ok: false, diagnostic };
  // Without a diagnostic there is a value; the reader reports whatever keeps it from one.
  return node === undefined ? { ok: false, diagnostic: reader.unexpected() } : { ok: true, node };
}

const blank = /[ \t\r\n]*/y;
const string = /"(?:[^"\\]|\\.)*"/sy;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy;
const constant = /true|false|null/y;
const loneSurrogate = /\p{Cs}/u;

class JsonReader {
  diagnostic: Diagnostic | undefined;
  readonly #text: string;
  readonly #offset: number;
  #at: number;

  constructor(text: string, from: number, offset: number) {
    this.#text = text;
    this.#at = from;
    this.#offset = offset;
  }

  value(depth: number): JsonNode | undefined {
    this.#take(blank);
    if (depth > MAX_JSON_DEPTH) return this.#fail('This JSON nests deeper than any root cause.');
    const character = this.#text[this.#at];
    if (character === '[') return this.#array(depth);
    if (character === '{') return this.#object(depth);
    return character === '"' ? this.#string() : this.#scalar();
  }

  /** Nothing may follow the value. */
  finish(): void {
    this.#take(blank);
    if (this.#at < this.#text.length) this.#fail('The JSON goes on after its end.');
  }

  unexpected(): Diagnostic {
    const start = this.#offset + this.#at;
    const end = Math.min(start + 1, this.#offset + this.#text.length);
    return { code: 'filter/invalid-json', message: 'This is no valid JSON from here on.', start, end };
  }

  #array(depth: number): JsonNode | undefined {
    const start = this.#at;
    const items: JsonNode[] = [];
    const read = (): boolean => {
      const item = this.value(depth + 1);
      if (item !== undefined) items.push(item);
      return item !== undefined;
    };
    return this.#list(']', read) ? { kind: 'array', items, ...this.#span(start) } : undefined;
  }

  #object(depth: number): JsonNode | undefined {
    const start = this.#at;
    const members: JsonMember[] = [];
    const read = (): boolean => {
      this.#take(blank);
      const name = this.#string();
      if (name?.kind !== 'string' || !this.#comma(':')) return false;
      const value = this.value(depth + 1);
      if (value !== undefined) members.push({ name: name.value, value, start: name.start, end: name.end });
      return value !== undefined;
    };
    return this.#list('}', read) ? { kind: 'object', members, ...this.#span(start) } : undefined;
  }

  /** Reads the opening character, then pieces between commas, then the closing one. */
  #list(close: string, read: () => boolean): boolean {
    this.#at += 1;
    if (this.#skip(close)) return true;
    do {
      if (!read()) return false;
    } while (this.#skip(','));
    return this.#comma(close);
  }

  #string(): JsonNode | undefined {
    const start = this.#at;
    const found = this.#take(string);
    if (found === '') return this.#fail('A string in double quotes is missing here, or not closed.');
    const value = unescapeString(found);
    if (value === undefined)
      return this.#fail('A string before this place holds an escape or a character that JSON has not.');
    if (loneSurrogate.test(value))
      return this.#fail('This string holds half a character (a lone surrogate).');
    return { kind: 'string', value, ...this.#span(start) };
  }

  #scalar(): JsonNode | undefined {
    const start = this.#at;
    const digits = this.#take(number);
    if (digits !== '' && !Number.isFinite(Number(digits)))
      return this.#fail('The number before this place is too large.');
    if (digits !== '') return { kind: 'number', value: Number(digits) + 0, ...this.#span(start) };
    const word = this.#take(constant);
    if (word === 'null') return { kind: 'null', ...this.#span(start) };
    if (word !== '') return { kind: 'boolean', value: word === 'true', ...this.#span(start) };
    return this.#fail(
      this.#at < this.#text.length ? 'A JSON value is missing here.' : 'The JSON is not closed.',
    );
  }

  #comma(character: string): boolean {
    if (this.#skip(character)) return true;
    this.#fail(this.#at < this.#text.length ? `"${character}" is missing here.` : 'The JSON is not closed.');
    return false;
  }

  #skip(character: string): boolean {
    this.#take(blank);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #span(start: number): Span {
    return { start: this.#offset + start, end: this.#offset + this.#at };
  }

  #fail(message: string): undefined {
    this.diagnostic ??= { ...this.unexpected(), message };
    return undefined;
  }
}

function unescapeString(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
