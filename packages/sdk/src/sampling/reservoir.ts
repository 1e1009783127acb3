import type { Clock } from '../segment/clock.js';

/** Grants a fixed number of permits in every second of the wall clock; what is not used is not carried over. */
export class Reservoir {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #second = -1;
  #used = 0;

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** Takes a permit of the current second; `false` when there is none left. */
  take(): boolean {
    if (this.#perSecond === 0) return false;
    const second = Math.floor(this.#clock.now());
    if (second !== this.#second) {
      this.#second = second;
      this.#used = 0;
    }
    if (this.#used >= this.#perSecond) return false;
    this.#used++;
    return true;
  }
}
