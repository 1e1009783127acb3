/** How one contender did beside another in the same rounds. */
export interface Comparison {
  /** The middle of the ratios, one per round. */
  readonly ratio: number;
  /** The 95 % interval of that middle, from the order of the ratios (no assumption on how they spread). */
  readonly low: number;
  readonly high: number;
}

/** Figures by contender, one per round, in the order of the rounds. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/**
 * Runs every contender once per round, in an order that turns with each round, so that what the machine does
 * meanwhile falls on all of them alike.
 */
export async function pairedRounds(
  names: readonly string[],
  rounds: number,
  run: (name: string) => Promise<number>,
): Promise<Rounds> {
  const figures = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length] ?? '';
      figures.get(name)?.push(await run(name));
    }
    process.stderr.write(`\rround ${round + 1} of ${rounds} `);
  }
  process.stderr.write('\n');
  return figures;
}

/** Compares two contenders round by round. */
export function compare(figures: Rounds, name: string, base: string): Comparison {
  const own = figures.get(name) ?? [];
  const other = figures.get(base) ?? [];
  const ratios = own.map((figure, round) => figure / (other[round] ?? Number.NaN)).sort((a, b) => a - b);
  const half = Math.floor((ratios.length - 1.96 * Math.sqrt(ratios.length)) / 2);
  const low = Math.max(0, half);
  return {
    ratio: median(ratios),
    low: ratios[low] ?? Number.NaN,
    high: ratios[ratios.length - 1 - low] ?? Number.NaN,
  };
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The figure that so many per cent lie at or below. */
export function percentile(figures: readonly number[], percent: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
