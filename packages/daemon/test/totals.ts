import type { IntakeCounters } from '@radiograph/protocol';

/** Adds up counts by reason. */
function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Documents whose fate is known. */
export function settled(counters: IntakeCounters): number {
  return counters.stored + total(counters.rejected) + total(counters.dropped);
}
