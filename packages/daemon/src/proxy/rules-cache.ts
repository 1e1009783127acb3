/** An answer kept whole. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** Different requests that are remembered at once: the pages of one list of rules. */
const MOST_KEPT = 16;

/**
 * Answers for a short time from memory, and asks once for all who ask at the same time, so that a fleet of applications that starts
 * together asks AWS for its sampling rules once. Only answers with status 200 are kept.
 */
export class RulesCache {
  readonly #kept = new Map<string, { readonly answer: KeptAnswer; readonly untilMs: number }>();
  readonly #asked = new Map<string, Promise<KeptAnswer>>();
  /** How long an answer is kept; 0 keeps none. */
  keepMs: number;

  constructor(keepMs: number) {
    this.keepMs = keepMs;
  }

  /** Gives the kept answer, or what `ask` gives. Rejects as `ask` does. */
  async answer(key: string, ask: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && performance.now() < kept.untilMs) return kept.answer;
    const asked = this.#asked.get(key) ?? this.#ask(key, ask);
    return asked;
  }

  /** Forgets everything, since the other side has changed. */
  clear(): void {
    this.#kept.clear();
    this.#asked.clear();
  }

  #ask(key: string, ask: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    const asked = ask()
      .then((answer) => {
        if (answer.status === 200 && this.keepMs > 0 && this.#asked.get(key) === asked)
          this.#keep(key, answer);
        return answer;
      })
      .finally(() => {
        if (this.#asked.get(key) === asked) this.#asked.delete(key);
      });
    this.#asked.set(key, asked);
    return asked;
  }

  #keep(key: string, answer: KeptAnswer): void {
    this.#kept.delete(key);
    this.#kept.set(key, { answer, untilMs: performance.now() + this.keepMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
