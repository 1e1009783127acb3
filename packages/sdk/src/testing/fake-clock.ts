import type { Clock } from '../index.js';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #nowS: number;

  /** @param startS where it begins, in epoch seconds */
  constructor(startS: number = 1_700_000_000) {
    this.#nowS = startS;
  }

  now(): number {
    return this.#nowS;
  }

  /** Moves on by a number of seconds; fractions count to the microsecond. */
  advance(seconds: number): void {
    this.#nowS = Math.round((this.#nowS + seconds) * 1e6) / 1e6;
  }
}
