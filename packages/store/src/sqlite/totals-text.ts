import { count, emptyTotals, type Totals } from './totals.js';

type Flat<K> = readonly (readonly [K, number])[];

type TotalsArray = readonly [
  sums: readonly [members: number, roots: number, totalUs: number, start: number, end: number],
  outcomes: readonly [number, number, number, number],
  labels: Flat<string>,
  responseTimes: readonly number[],
  durations: readonly number[],
];

/** Totals as the text that a roll-up row holds. `loose` has a column of its own. */
export function writeTotals(totals: Totals): string {
  const sums = [totals.members, totals.roots, totals.totalUs, totals.start, totals.end] as const;
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
  const totals = emptyTotals();
  addWritten(totals, text);
  totals.loose = loose;
  return totals;
}

/** Adds totals that {@link writeTotals} wrote, as of another minute. */
export function addWritten(into: Totals, text: string): void {
  const [sums, outcomes, labels, responseTimes, durations] = JSON.parse(text) as TotalsArray;
  const [members, roots, totalUs, start, end] = sums;
  into.members += members;
  into.roots += roots;
  into.totalUs += totalUs;
  into.start = Math.min(into.start, start);
  into.end = Math.max(into.end, end);
  for (const outcome of [0, 1, 2, 3] as const) into.outcomes[outcome] += outcomes[outcome];
  for (const [label, n] of labels) count(into.labels, label, n);
  addFlat(into.responseTimes, responseTimes);
  addFlat(into.durations, durations);
}

/** Value and count by turns: half the brackets of a list of pairs. */
function flatten(counts: ReadonlyMap<number, number>): number[] {
  const flat: number[] = [];
  for (const [value, n] of counts) flat.push(value, n);
  return flat;
}

function addFlat(counts: Map<number, number>, flat: readonly number[]): void {
  for (let i = 0; i + 1 < flat.length; i += 2) count(counts, flat[i] ?? 0, flat[i + 1] ?? 0);
}
