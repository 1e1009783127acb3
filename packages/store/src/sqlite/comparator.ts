import type { NumberTest } from '../filter/condition.js';

const COMPARATORS: Readonly<Record<NumberTest['operator'], string>> = {
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** A comparison of numbers in SQL. */
export function comparator(operator: NumberTest['operator']): string {
  return COMPARATORS[operator];
}
