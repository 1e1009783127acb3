/** Lets a visitor make so many requests in a window of time, and no more. */
export class RateLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #seen = new Map<string, number[]>();

  constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** Whether one more request of this visitor is let through now. */
  allows(visitor: string): boolean {
    const now = Date.now();
    const recent = (this.#seen.get(visitor) ?? []).filter((time) => time > now - this.#windowMs);
    if (recent.length >= this.#most) return false;
    this.#seen.set(visitor, [...recent, now]);
    return true;
  }
}
