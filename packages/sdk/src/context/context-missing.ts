import type { ProblemLog } from '../logging/problem-log.js';
import { SdkError } from '../sdk-error.js';

/** What happens when work is to be recorded but no segment is current: a log line, nothing, or an error thrown at the caller. */
export type ContextMissingStrategy = 'log' | 'ignore' | 'throw';

/** Places beyond this are no longer told apart. */
const MAX_PLACES = 1000;

/** Applies the strategy; with `log`, each place (what was called, with which name) is told of once, not per call. */
export class ContextMissing {
  readonly #strategy: ContextMissingStrategy;
  readonly #problems: ProblemLog;
  /** In Lambda, what runs before the first invocation has no segment, and nobody can change that. */
  readonly #lambda: boolean;
  readonly #places: Set<string> = new Set();

  constructor(strategy: ContextMissingStrategy, problems: ProblemLog, lambda = false) {
    this.#strategy = strategy;
    this.#problems = problems;
    this.#lambda = lambda;
  }

  /** @throws SdkError `sdk/context-missing`, with the strategy `throw` only */
  report(operation: string, name: string): void {
    if (this.#strategy === 'ignore') return;
    const place = `${operation}('${String(name).slice(0, 200)}')`;
    const message = `${place} was called where no segment is current; begin one with segment(), or wrap the entry point with an integration`;
    if (this.#strategy === 'throw') throw new SdkError('sdk/context-missing', message);
    if (this.#places.has(place) || this.#places.size >= MAX_PLACES) return;
    if (this.#lambda) {
      this.#places.add(place);
      this.#problems.debug(
        `${place} was called outside of any invocation that is traced, so it is not recorded`,
      );
      return;
    }
    if (this.#problems.report('sdk/context-missing', message)) this.#places.add(place);
  }
}
