/** Upper bounds of the buckets, in seconds. */
const bounds: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/** How long calls took, as Prometheus wants it: each bucket counts all that took its bound or less, in seconds. */
export interface Timing {
  readonly buckets: readonly { readonly bound: number; readonly count: number }[];
  readonly count: number;
  readonly sumS: number;
}

/** Counts how long each kind of call took. */
export class Timings {
  readonly #calls = new Map<string, { counts: number[]; count: number; sumS: number }>();

  /** Runs a call and counts its time, also where it fails. */
  async time<T>(call: string, work: () => Promise<T>): Promise<T> {
    const beganMs = performance.now();
    try {
      return await work();
    } finally {
      this.#add(call, (performance.now() - beganMs) / 1000);
    }
  }

  /** What was counted, by kind of call. */
  all(): ReadonlyMap<string, Timing> {
    return new Map(
      [...this.#calls].map(([call, { counts, count, sumS }]) => {
        let below = 0;
        const buckets = bounds.map((bound, index) => {
          below += counts[index] ?? 0;
          return { bound, count: below };
        });
        return [call, { buckets, count, sumS }];
      }),
    );
  }

  #add(call: string, seconds: number): void {
    const timing = this.#calls.get(call) ?? { counts: bounds.map(() => 0), count: 0, sumS: 0 };
    this.#calls.set(call, timing);
    timing.count++;
    timing.sumS += seconds;
    const index = bounds.findIndex((bound) => seconds <= bound);
    if (index >= 0) timing.counts[index] = (timing.counts[index] ?? 0) + 1;
  }
}
