/** A duration in seconds, to the microsecond: what subtracting epoch times leaves beyond that is noise. */
export function seconds(duration: number): number {
  return Math.round(duration * 1e6) / 1e6;
}
