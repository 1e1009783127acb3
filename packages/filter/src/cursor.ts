import type { Diagnostic, DiagnosticList } from './diagnostic.js';
import type { Lexeme } from './lexeme.js';
import type { Span } from './span.js';

/** Walks over lexemes. Those of kind `unknown` are passed over: they have been reported. */
export class Cursor {
  readonly diagnostics: DiagnosticList;
  readonly #text: string;
  readonly #lexemes: readonly Lexeme[];
  readonly #last: Lexeme;
  #position = 0;
  #consumedEnd = 0;

  constructor(text: string, lexemes: readonly Lexeme[], diagnostics: DiagnosticList) {
    this.#text = text;
    this.#lexemes = lexemes.filter((lexeme) => lexeme.kind !== 'unknown');
    this.#last = this.#lexemes.at(-1) ?? { kind: 'end', value: '', start: 0, end: 0 };
    this.diagnostics = diagnostics;
  }

  /** The lexeme to read next; at the end, again and again the one of kind `end`. Nothing is read once no diagnostic is taken any more. */
  get current(): Lexeme {
    if (this.diagnostics.closed) return this.#last;
    return this.#lexemes[this.#position] ?? this.#last;
  }

  /** The lexeme after the current one. */
  get following(): Lexeme {
    return this.#lexemes[this.#position + 1] ?? this.#last;
  }

  /** Where the lexeme read last ended. */
  get consumedEnd(): number {
    return this.#consumedEnd;
  }

  next(): Lexeme {
    const lexeme = this.current;
    this.#consumedEnd = lexeme.end;
    this.#position += 1;
    return lexeme;
  }

  /** A stretch as it was written, in its own case of letters. */
  written(span: Span): string {
    return this.#text.slice(span.start, span.end);
  }

  atEnd(): boolean {
    return this.current.kind === 'end';
  }

  atSymbol(value: string): boolean {
    return this.current.kind === 'symbol' && this.current.value === value;
  }

  atWord(value: string): boolean {
    return this.current.kind === 'word' && this.current.value === value;
  }

  /** Reads this symbol if it is next. */
  takeSymbol(value: string): boolean {
    const found = this.atSymbol(value);
    if (found) this.next();
    return found;
  }

  report(diagnostic: Diagnostic): void {
    this.diagnostics.report(diagnostic);
  }

  /** Passes over everything up to the `)` that closes what is open, and over that; stops before `{`, `}` or the end. */
  skipArguments(): void {
    for (let depth = 1; depth > 0; ) {
      if (this.atEnd() || this.atSymbol('{') || this.atSymbol('}')) return;
      if (this.atSymbol('(')) depth += 1;
      if (this.atSymbol(')')) depth -= 1;
      this.next();
    }
  }
}
