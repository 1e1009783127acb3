/** A time or a duration in seconds, to the microsecond: what adding and subtracting epoch times leaves beyond that is noise. */
export function seconds(time: number): number {
  return Math.round(time * 1e6) / 1e6;
}
