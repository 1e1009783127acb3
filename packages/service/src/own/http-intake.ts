import type { Verdict } from '@radiograph/protocol';

/** Documents that came by one way of HTTP since the start. */
export interface HttpIntakeCounters {
  readonly received: number;
  readonly stored: number;
  /** Documents refused, by rejection code. */
  readonly rejected: Readonly<Record<string, number>>;
}

/** Counts what became of the documents put by HTTP. */
export class HttpIntake {
  #received = 0;
  #stored = 0;
  readonly #rejected = new Map<string, number>();

  /** Adds the verdicts of one request. */
  count(verdicts: readonly Verdict[]): void {
    this.#received += verdicts.length;
    for (const verdict of verdicts) {
      if (verdict.accepted) this.#stored += 1;
      else this.#rejected.set(verdict.code, (this.#rejected.get(verdict.code) ?? 0) + 1);
    }
  }

  /** Adds what was refused before it was a document. */
  refuse(reasons: readonly { readonly code: string; readonly count: number }[]): void {
    for (const { code, count } of reasons) {
      this.#received += count;
      this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + count);
    }
  }

  counters(): HttpIntakeCounters {
    return { received: this.#received, stored: this.#stored, rejected: Object.fromEntries(this.#rejected) };
  }
}
