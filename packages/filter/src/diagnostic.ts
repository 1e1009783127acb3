import type { Span } from './span.js';

/** What can be wrong with a filter expression. The set is closed; docs/errors.md lists it. */
export type DiagnosticCode =
  | 'filter/unexpected-character'
  | 'filter/unterminated-string'
  | 'filter/invalid-escape'
  | 'filter/lone-surrogate'
  | 'filter/invalid-number'
  | 'filter/invalid-json'
  | 'filter/unexpected-token'
  | 'filter/expected-token'
  | 'filter/expected-expression'
  | 'filter/expected-value'
  | 'filter/unknown-keyword'
  | 'filter/invalid-selector'
  | 'filter/metadata-not-indexed'
  | 'filter/not-allowed-here'
  | 'filter/operator-not-allowed'
  | 'filter/wrong-type'
  | 'filter/unknown-group'
  | 'filter/invalid-group'
  | 'filter/too-deep'
  | 'filter/too-many-problems';

/**
 * One thing that is wrong with a filter expression, and where.
 * `start` and `end` are offsets in UTF-16 units into the text; `start === end` marks the place where something is missing.
 */
export interface Diagnostic extends Span {
  readonly code: DiagnosticCode;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** What may stand there instead, in words or as text. */
  readonly expected?: readonly string[];
  /** Text to put in place of the span. */
  readonly suggestion?: string;
  /** What to do instead, where no replacement of the span would do. */
  readonly hint?: string;
}

/** How many diagnostics one expression gets before the compiler gives up on it. */
export const MAX_DIAGNOSTICS = 100;

/** Collects diagnostics, up to {@link MAX_DIAGNOSTICS}, so that hostile text costs no more than it is worth. */
export class DiagnosticList {
  readonly #diagnostics: Diagnostic[] = [];
  #closed = false;

  /** No more is taken: the list is full, or the parser has given up. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Nothing is wrong so far. */
  get empty(): boolean {
    return this.#diagnostics.length === 0;
  }

  report(diagnostic: Diagnostic): void {
    if (this.#closed) return;
    if (this.#diagnostics.length < MAX_DIAGNOSTICS - 1) {
      this.#diagnostics.push(diagnostic);
      return;
    }
    const { start, end } = diagnostic;
    this.#diagnostics.push({
      code: 'filter/too-many-problems',
      message: 'More is wrong from here on; it is not listed.',
      start,
      end,
    });
    this.#closed = true;
  }

  /** Takes no more from now on, which also ends the parsing: what follows would only be consequences of the last problem. */
  close(): void {
    this.#closed = true;
  }

  /** In the order of the text. */
  sorted(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted((a, b) => a.start - b.start || a.end - b.end);
  }
}
