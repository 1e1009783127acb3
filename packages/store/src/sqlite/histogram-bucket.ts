/** Times of fewer microseconds than this have a bucket each. */
const FINE_US = 100;

/** Buckets per power of ten: 50 in steps of 2 from 100 to 200, 60 in steps of 5 from there to 500, 50 in steps of 10 to 1,000. */
const PER_DECADE = 160;

/** What stands for each bucket, in seconds, as far as it was asked for. */
const times: number[] = [];

/**
 * The number of the bucket that a time falls into, ascending with it: that of the nearest of the round numbers that stand for all
 * others, none of them more than 2.5 % from the next. Made from whole microseconds only, so that every machine finds the same bucket.
 */
export function bucketOf(microseconds: number): number {
  let first = FINE_US;
  let unit = 1;
  while (microseconds >= 1_000 * unit) {
    unit *= 10;
    first += PER_DECADE;
  }
  const digits = microseconds / unit;
  if (digits < 100) return Math.max(0, Math.round(digits));
  if (digits < 200) return first + Math.round(digits / 2) - 50;
  if (digits < 500) return first + Math.round(digits / 5) + 10;
  return first + Math.round(digits / 10) + 60;
}

/** The time in seconds that stands for a bucket, at most 1.25 % from every time in it. */
export function bucketTime(bucket: number): number {
  const known = times[bucket];
  if (known !== undefined) return known;
  const time = microsecondsOf(bucket) / 1e6;
  times[bucket] = time;
  return time;
}

function microsecondsOf(bucket: number): number {
  if (bucket < FINE_US) return bucket;
  const unit = 10 ** Math.floor((bucket - FINE_US) / PER_DECADE);
  const place = (bucket - FINE_US) % PER_DECADE;
  if (place < 50) return (place + 50) * 2 * unit;
  if (place < 110) return (place - 10) * 5 * unit;
  return (place - 60) * 10 * unit;
}
