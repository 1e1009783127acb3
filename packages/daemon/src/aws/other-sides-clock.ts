/** Signatures hold for a quarter of an hour; what is nearer than this needs no correction. Source: AWS's SDKs. */
const TOLERATED_MS = 5 * 60_000;

/**
 * The time as the other side has it: where this machine's clock is wrong, every signature would be refused. It is learnt from the `Date` of
 * refusals.
 */
export class OtherSidesClock {
  #offsetMs = 0;

  /** How far this machine's clock is behind, in milliseconds; 0 while it is near enough. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** Looks at the `Date` header of an answer. */
  learn(status: number, date: string | undefined): void {
    if (status < 400 || status >= 500 || date === undefined) return;
    const theirsMs = Date.parse(date);
    if (Number.isNaN(theirsMs) || Math.abs(theirsMs - this.now().getTime()) < TOLERATED_MS) return;
    const offsetMs = theirsMs - Date.now();
    // A clock that was set right again needs none.
    this.#offsetMs = Math.abs(offsetMs) < TOLERATED_MS ? 0 : offsetMs;
  }
}
