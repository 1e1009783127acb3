import { randomUUID } from 'node:crypto';
import { ServiceError } from '../service-error.js';

/** How long a retrieval can be asked for, in seconds, as in X-Ray. */
const keptS = 3600;
const mostRetrievals = 1000;

/** Which traces somebody wants to look at. */
export interface Retrieval {
  readonly traceIds: readonly string[];
  /** `[start, end)` in epoch seconds: traces outside are not found. */
  readonly start: number;
  readonly end: number;
  readonly cancelled: boolean;
}

/** Remembers retrievals for an hour. Traces here are at hand, so each is complete as soon as it begins. */
export class Retrievals {
  // Insertion order is order of age.
  readonly #byToken = new Map<string, Retrieval & { readonly untilS: number }>();

  /** Begins a retrieval and gives its token. */
  start(retrieval: Omit<Retrieval, 'cancelled'>, nowS: number): string {
    this.#forget(nowS);
    const token = randomUUID();
    this.#byToken.set(token, { ...retrieval, cancelled: false, untilS: nowS + keptS });
    return token;
  }

  /** @throws ServiceError `service/unknown-resource` for a token that is none, or too old */
  get(token: string, nowS: number): Retrieval {
    this.#forget(nowS);
    const retrieval = this.#byToken.get(token);
    if (retrieval === undefined)
      throw new ServiceError(
        'service/unknown-resource',
        'RetrievalToken is not known, or older than an hour; start a retrieval again.',
        { resourceName: token },
      );
    return retrieval;
  }

  /** @throws ServiceError `service/unknown-resource` as {@link get} */
  cancel(token: string, nowS: number): void {
    this.get(token, nowS);
    const kept = this.#byToken.get(token);
    if (kept !== undefined) this.#byToken.set(token, { ...kept, cancelled: true });
  }

  #forget(nowS: number): void {
    for (const [token, { untilS }] of this.#byToken) {
      if (untilS > nowS && this.#byToken.size < mostRetrievals) return;
      this.#byToken.delete(token);
    }
  }
}
