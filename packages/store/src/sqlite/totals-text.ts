import type { Totals } from './totals.js';

type Flat<K> = readonly (readonly [K, number])[];

type TotalsArray = readonly [
  sums: readonly number[],
  outcomes: readonly [number, number, number, number],
  labels: Flat<string>,
  responseTimes: readonly number[],
  durations: readonly number[],
];

/** Totals as the text that a roll-up row holds. `loose` has a column of its own. */
export function writeTotals(totals: Totals): string {
  const sums = [totals.members, totals.roots, totals.totalUs, totals.start, totals.end];
  return JSON.stringify([
    sums,
    totals.outcomes,
    [...totals.labels],
    flatten(totals.responseTimes),
    flatten(totals.durations),
  ] satisfies TotalsArray);
}

/** Reads what {@link writeTotals} wrote. */
export function readTotals(text: string, loose: boolean): Totals {
  const [sums, outcomes, labels, responseTimes, durations] = JSON.parse(text) as TotalsArray;
  const [members = 0, roots = 0, totalUs = 0, start = 0, end = 0] = sums;
  return {
    members,
    roots,
    outcomes: [...outcomes],
    totalUs,
    start,
    end,
    loose,
    labels: new Map(labels),
    responseTimes: unflatten(responseTimes),
    durations: unflatten(durations),
  };
}

/** Value and count by turns: half the brackets of a list of pairs. */
function flatten(counts: ReadonlyMap<number, number>): number[] {
  const flat: number[] = [];
  for (const [value, n] of counts) flat.push(value, n);
  return flat;
}

function unflatten(flat: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i + 1 < flat.length; i += 2) counts.set(flat[i] ?? 0, flat[i + 1] ?? 0);
  return counts;
}
