/*
 * Times come as nanoseconds in 64 bits, more than a double holds. They are cut to microseconds, which documents advise and which a
 * double still holds, by whole-number arithmetic, so that the same time gives the same seconds in both content types.
 */

/** Gives the seconds of a 64-bit count of nanoseconds, its halves unsigned. */
export function secondsOfHalves(high: number, low: number): number {
  // 2^32 nanoseconds are 4,294,967 microseconds and 296 nanoseconds.
  return (high * 4_294_967 + Math.floor((high * 296 + low) / 1000)) / 1e6;
}

/** Gives the seconds of a count of nanoseconds in decimal digits. */
export function secondsOfDigits(digits: string): number {
  return Number(digits.slice(0, -3)) / 1e6;
}

/** Gives the seconds of a count of nanoseconds that came as a JSON number. */
export function secondsOfNumber(nanoseconds: number): number {
  return Math.floor(nanoseconds / 1000) / 1e6;
}
