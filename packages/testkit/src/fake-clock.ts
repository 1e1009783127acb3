/** A clock that stands still until a test moves it. */
export class FakeClock {
  #epochMs: number;

  constructor(epochS: number = 1_700_000_000) {
    this.#epochMs = epochS * 1000;
  }

  /** The time in epoch milliseconds, as `Date.now()` gives it. */
  readonly nowMs = (): number => this.#epochMs;

  /** The time in epoch seconds, with a fraction. */
  readonly nowS = (): number => this.#epochMs / 1000;

  /** Moves the clock; back, too, as an operator may. */
  advance(seconds: number): void {
    this.#epochMs += seconds * 1000;
  }
}
