/** Gives a double as JSON can write it: one that is no number or infinite as its name, and negative zero as zero. */
export function writableNumber(value: number): number | string {
  return Number.isFinite(value) ? value + 0 : String(value);
}
