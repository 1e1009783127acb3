/** Lets so many through each second, and as many at once after a quiet second. */
export class RateLimit {
  readonly #perS: number;
  #left: number;
  #atS = 0;

  constructor(perS: number) {
    this.#perS = perS;
    this.#left = perS;
  }

  /** Takes as many as asked for, or none where they are too many now. More than a second's worth passes when a whole one is left. */
  take(count: number, nowS: number): boolean {
    this.#left = Math.min(this.#perS, this.#left + Math.max(0, nowS - this.#atS) * this.#perS);
    this.#atS = nowS;
    if (Math.min(count, this.#perS) > this.#left) return false;
    this.#left -= count;
    return true;
  }
}
