/** Buckets per doubling of the time, and their power of two. */
const PER_OCTAVE = 64;
const BITS = 6;

/**
 * The number of the bucket that a time falls into, ascending with it. Up to 128 µs every microsecond has a bucket of its own; above,
 * a bucket is 1/64 to 1/128 of its times wide. Whole numbers only, so that every machine finds the same bucket.
 */
export function bucketOf(microseconds: number): number {
  if (microseconds < PER_OCTAVE) return Math.max(0, Math.floor(microseconds));
  const shift = exponentOf(microseconds) - BITS;
  return shift * PER_OCTAVE + Math.floor(microseconds / 2 ** shift);
}

/** The time in seconds that stands for a bucket: its middle, less than 1 % from every time in it. */
export function bucketTime(bucket: number): number {
  if (bucket < 2 * PER_OCTAVE) return bucket / 1e6;
  const shift = Math.floor(bucket / PER_OCTAVE) - 1;
  const lowest = (bucket - shift * PER_OCTAVE) * 2 ** shift;
  return (lowest + 2 ** (shift - 1)) / 1e6;
}

/** The exponent of the highest power of two in a number. */
function exponentOf(number: number): number {
  return number < 2 ** 32 ? 31 - Math.clz32(number) : 63 - Math.clz32(number / 2 ** 32);
}
