import type { SpanFlaw, SpanRejectionCode } from './span-check.js';

/** The spans of a request that were refused. */
export interface RejectedSpans {
  readonly count: number;
  /** One entry for each code, in the order of their first span. */
  readonly reasons: readonly RejectionReason[];
}

/** Why spans were refused. */
export interface RejectionReason {
  readonly code: SpanRejectionCode;
  readonly count: number;
  /** What was wrong with the first of them. */
  readonly message: string;
}

/** Counts refused spans by code. */
export class RejectionLog {
  readonly #reasons: Map<SpanRejectionCode, RejectionReason> = new Map();
  #count = 0;

  /** Counts one. */
  add({ code, message }: SpanFlaw): void {
    this.#count++;
    const known = this.#reasons.get(code);
    this.#reasons.set(code, { code, count: (known?.count ?? 0) + 1, message: known?.message ?? message });
  }

  /** What was counted. */
  get rejected(): RejectedSpans {
    return { count: this.#count, reasons: [...this.#reasons.values()] };
  }
}
