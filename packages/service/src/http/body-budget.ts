import { ServiceError } from '../service-error.js';

/** The bytes of request bodies held at one time, so that many large requests together cannot exhaust the memory. */
export class BodyBudget {
  readonly #maxBytes: number;
  #usedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes bytes for a body that is arriving.
   *
   * @throws ServiceError `service/throttled` when too much is held already
   */
  take(bytes: number): void {
    if (this.#usedBytes + bytes > this.#maxBytes) {
      throw new ServiceError(
        'service/throttled',
        'Too many large requests at the same time; try again in a second.',
      );
    }
    this.#usedBytes += bytes;
  }

  /** Gives bytes back once their body is done with. */
  give(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}
