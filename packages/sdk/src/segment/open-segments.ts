import { outside } from '../context/outside.js';
import { monotonicMs } from './clock.js';

/** More open segments than this are not watched. */
const MAX_WATCHED = 10_000;

/** A segment that can be shown while it runs. */
export interface LongSegment {
  readonly closed: boolean;
  sendInProgress(): void;
}

/** Shows segments that run for long: each one that is open after so many milliseconds is sent once as it is then, in progress. */
export class OpenSegments {
  readonly #afterMs: number;
  /** By when they are due; as all wait equally long, the first is due first. */
  readonly #due: Map<LongSegment, number> = new Map();
  #timer: NodeJS.Timeout | undefined;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** Watches a segment that begins. */
  add(segment: LongSegment): void {
    if (this.#due.size >= MAX_WATCHED) return;
    this.#due.set(segment, monotonicMs() + this.#afterMs);
    if (this.#timer === undefined) this.#wait(this.#afterMs);
  }

  /** Forgets a segment that has ended. */
  delete(segment: LongSegment): void {
    this.#due.delete(segment);
  }

  /** Outside of any request, as the timer outlives the one that begins it; the process does not wait for it. */
  #wait(ms: number): void {
    this.#timer = outside(() => setTimeout(() => this.#look(), Math.max(ms, 1)).unref());
  }

  #look(): void {
    this.#timer = undefined;
    const now = monotonicMs();
    for (const [segment, due] of this.#due) {
      if (due > now) {
        this.#wait(due - now);
        return;
      }
      this.#due.delete(segment);
      segment.sendInProgress();
    }
  }
}
