import type { FieldValue } from './field-values.js';

/** One value and in how many traces of each set it is. */
export interface ValueCount extends FieldValue {
  readonly counts: readonly number[];
}

/** The most frequent values of a field. */
export interface FieldCounts {
  readonly field: string;
  readonly values: readonly ValueCount[];
  /** Different values seen beyond those listed; a lower bound where there are very many. */
  readonly more: number;
}

/** Values counted for one field; beyond this many, new ones only count as more. */
const maxValues = 5_000;
const longestValue = 1_000;

/** Counts the values of one field in one or two sets of traces. Bounded, whatever arrives. */
export class ValueTally {
  readonly #sets: number;
  readonly #counts = new Map<string, { readonly value: FieldValue; readonly counts: number[] }>();
  #left = 0;

  constructor(sets: number) {
    this.#sets = sets;
  }

  /** Counts one value of one trace of a set. */
  add(set: number, value: FieldValue): void {
    if (typeof value.value === 'string' && value.value.length > longestValue) {
      this.#left += 1;
      return;
    }
    const key = JSON.stringify([value.key ?? null, value.value]);
    let known = this.#counts.get(key);
    if (known === undefined) {
      if (this.#counts.size >= maxValues) {
        this.#left += 1;
        return;
      }
      known = { value, counts: new Array<number>(this.#sets).fill(0) };
      this.#counts.set(key, known);
    }
    known.counts[set] = (known.counts[set] ?? 0) + 1;
  }

  /** The `top` most frequent values, both sets taken together. */
  result(field: string, top: number): FieldCounts {
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
    const sorted = [...this.#counts.values()].sort((one, other) => sum(other.counts) - sum(one.counts));
    return {
      field,
      values: sorted.slice(0, top).map(({ value, counts }) => ({ ...value, counts })),
      more: Math.max(0, sorted.length - top) + this.#left,
    };
  }
}
