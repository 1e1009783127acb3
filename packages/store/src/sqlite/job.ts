import { StoreError } from '../store-error.js';

/** How long a read works before it lets others have their turn. */
const TURN_MS = 10;

/** A read may take this long in all; then it is ended. */
const READ_LIMIT_MS = 30_000;

/** One read that is under way: it can be cancelled, ends at its time limit, and shares the thread with others. */
export class Job {
  /** Buffers of the result that are handed over instead of copied. */
  readonly moved: ArrayBuffer[] = [];
  readonly #deadlineMs: number;
  #turnMs: number;
  #cancelled = false;

  constructor(limitMs: number = READ_LIMIT_MS) {
    this.#turnMs = performance.now();
    this.#deadlineMs = this.#turnMs + limitMs;
  }

  /** Nobody waits for the result any more. */
  cancel(): void {
    this.#cancelled = true;
  }

  /**
   * To be awaited between the steps of a long read: gives other reads their turn where this one has had enough.
   *
   * @throws StoreError `store/timeout` past the time limit; cancelled jobs end by it too, unseen
   */
  async step(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs > this.#deadlineMs) throw tooLong();
    if (nowMs - this.#turnMs > TURN_MS) {
      await nextTurn();
      this.#turnMs = performance.now();
    }
    if (this.#cancelled) throw tooLong();
  }
}

const waiting: (() => void)[] = [];

/** One long read goes on per round of the event loop, so that a new read waits for one turn, however many are under way. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(giveTurn);
  });
}

function giveTurn(): void {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(giveTurn);
  next?.();
}

function tooLong(): StoreError {
  return new StoreError('store/timeout', 'the read took too long; ask for a shorter time range');
}
