/** Gives a signed 64-bit number, its halves as unsigned 32 bits: a number where a double holds it exactly, else its digits. */
export function wholeOfHalves(high: number, low: number): number | string {
  const signedHigh = high | 0;
  const value = signedHigh * 4_294_967_296 + low;
  if (Number.isSafeInteger(value)) return value;
  return ((BigInt(signedHigh) << 32n) | BigInt(low)).toString();
}

const DIGITS = /^-?\d{1,19}$/;
const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;

/**
 * Reads a 64-bit number of JSON: digits in a string, as OTLP asks for, or a number, as its JavaScript exporter writes it;
 * `undefined` where it is none.
 */
export function readWhole(value: unknown): number | string | undefined {
  if (Number.isSafeInteger(value)) return (value as number) + 0;
  if (typeof value === 'number') return Number.isInteger(value) ? exact(BigInt(value)) : undefined;
  return typeof value === 'string' && DIGITS.test(value) ? exact(BigInt(value)) : undefined;
}

function exact(value: bigint): number | string | undefined {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  return value >= LEAST && value <= GREATEST ? value.toString() : undefined;
}
