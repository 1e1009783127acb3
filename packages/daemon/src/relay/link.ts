import { type BackOffOptions, backOffMs } from './back-off.js';
import { pause } from './pause.js';

/** What a link tells of itself. */
export interface LinkState {
  /** The last attempt failed. */
  readonly away: boolean;
  /** Attempts that failed one after the other. */
  readonly failures: number;
  /** What the last failed attempt said; undefined when the last attempt succeeded. */
  readonly problem: string | undefined;
}

/** No wish of the other side makes the relay wait longer than this. */
const LONGEST_WISH_MS = 60_000;

/**
 * What is known about the other side, shared by everything that sends to it. While it answers, attempts go at once. While it is away they
 * go one at a time with growing waits between them. When it throttles, all attempts wait.
 */
export class Link {
  readonly #backOff: BackOffOptions;
  #failures = 0;
  #throttles = 0;
  #notBeforeMs = 0;
  #troubleAtMs = Number.NEGATIVE_INFINITY;
  #problem: string | undefined;
  /** The end of the line of those who wait for a single attempt while the other side is away. */
  #line: Promise<void> = Promise.resolve();

  constructor(backOff: BackOffOptions) {
    this.#backOff = backOff;
  }

  get away(): boolean {
    return this.#failures > 0;
  }

  get state(): LinkState {
    return { away: this.away, failures: this.#failures, problem: this.#problem };
  }

  /**
   * Makes an attempt when it is its turn; undefined when the signal is aborted before. `attempt` itself tells the link how it went, by
   * {@link Link.answered}, {@link Link.throttled} and {@link Link.failed}, the latter two with the time of its beginning that it was given.
   */
  async attempt<T>(attempt: (beganAtMs: number) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    if (!this.away) return (await this.#wait(signal)) ? attempt(performance.now()) : undefined;
    const before = this.#line;
    let leave: () => void = () => {};
    this.#line = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    // The one before may have found the other side back: then the line dissolves at once.
    if (!this.away) leave();
    try {
      return (await this.#wait(signal)) ? await attempt(performance.now()) : undefined;
    } finally {
      leave();
    }
  }

  /** The other side took or refused documents: it is there. */
  answered(): void {
    this.#failures = 0;
    this.#throttles = 0;
    this.#problem = undefined;
  }

  /** The other side asks for less. */
  throttled(message: string, beganAtMs: number, retryAfterMs = 0): void {
    this.#problem = message;
    this.#waitFor(Math.min(retryAfterMs, LONGEST_WISH_MS));
    if (!this.#isNews(beganAtMs)) return;
    this.#throttles += 1;
    this.#waitFor(backOffMs(this.#throttles, this.#backOff));
  }

  /** The other side could not be reached, or is not itself. */
  failed(message: string, beganAtMs: number): void {
    this.#problem = message;
    if (!this.#isNews(beganAtMs)) return;
    this.#failures += 1;
    this.#waitFor(backOffMs(this.#failures, this.#backOff));
  }

  /** Attempts that were under way together fail together: that is one failure, not many. */
  #isNews(beganAtMs: number): boolean {
    if (beganAtMs < this.#troubleAtMs) return false;
    this.#troubleAtMs = performance.now();
    return true;
  }

  #waitFor(ms: number): void {
    this.#notBeforeMs = Math.max(this.#notBeforeMs, performance.now() + ms);
  }

  async #wait(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      const ms = this.#notBeforeMs - performance.now();
      if (ms <= 0) return !signal.aborted;
      if (!(await pause(ms, signal))) return false;
    }
  }
}
