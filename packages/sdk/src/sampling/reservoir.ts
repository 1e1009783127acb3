import type { Clock } from '../segment/clock.js';

/** Grants a number of permits in every second of the wall clock; what is not used is not carried over. */
export class Reservoir {
  readonly #clock: Clock;
  #second = -1;
  #used = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one of the current second's permits; `false` when there is none left. */
  take(perSecond: number): boolean {
    if (perSecond === 0) return false;
    const second = Math.floor(this.#clock.now());
    if (second !== this.#second) {
      this.#second = second;
      this.#used = 0;
    }
    if (this.#used >= perSecond) return false;
    this.#used++;
    return true;
  }
}
