/** How long waits between attempts grow. */
export interface BackOffOptions {
  /** The upper bound of the first wait, in milliseconds. */
  readonly baseMs: number;
  /** No wait is longer. */
  readonly capMs: number;
  /** A number from 0 to below 1; `Math.random` when left out. */
  readonly random?: () => number;
}

/**
 * The wait before the next attempt with full jitter: anything between nothing and a bound that doubles with every failure, so that
 * a fleet that failed together does not come back together.
 */
export function backOffMs(failures: number, { baseMs, capMs, random = Math.random }: BackOffOptions): number {
  const bound = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(0, failures - 1), 30));
  return random() * bound;
}
