import { histogramValue } from '@radiograph/trace';

/** Values of three significant digits between two powers of ten. */
const PER_DECADE = 900;

/** Above the negative of the smallest exponent of ten that occurs (times are whole microseconds). */
const OFFSET = 10;

const values = new Map<number, number>([[0, 0]]);

/**
 * The whole number that stands for a histogram's value: small numbers are counted several times as fast as fractions, and written
 * shorter. Ascending with the value; 0 is 0.
 */
export function histogramKey(seconds: number): number {
  const value = histogramValue(seconds);
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const digits = Math.round(value / 10 ** (exponent - 2));
  return (exponent + OFFSET) * PER_DECADE + digits - 99;
}

/** The value that a key stands for, in seconds. */
export function valueOfKey(key: number): number {
  const known = values.get(key);
  if (known !== undefined) return known;
  const exponent = Math.floor((key - 1) / PER_DECADE) - OFFSET;
  const digits = ((key - 1) % PER_DECADE) + 100;
  const value = Number(`${digits}e${exponent - 2}`);
  values.set(key, value);
  return value;
}
