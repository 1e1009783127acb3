import { BytesReader } from './bytes-reader.js';
import { BytesWriter } from './bytes-writer.js';
import { type CountsByBucket, count, emptyTotals, type Totals } from './totals.js';

/** Totals as the bytes that a roll-up row holds. `loose` has a column of its own. */
export function writeTotals(totals: Totals): Uint8Array {
  const writer = new BytesWriter();
  writer.whole(totals.members);
  writer.whole(totals.roots);
  writer.whole(totals.totalUs);
  writer.double(totals.start);
  writer.double(totals.end);
  for (const outcome of totals.outcomes) writer.whole(outcome);
  writer.whole(totals.labels.size);
  for (const [label, n] of totals.labels) {
    writer.text(label);
    writer.whole(n);
  }
  writeHistogram(writer, totals.responseTimes);
  writeHistogram(writer, totals.durations);
  return writer.bytes();
}

/** Reads what {@link writeTotals} wrote. */
export function readTotals(bytes: Uint8Array, loose: boolean): Totals {
  const totals = emptyTotals();
  addWritten(totals, bytes);
  totals.loose = loose;
  return totals;
}

/** The labels alone, without the rest having been read. */
export function readLabels(bytes: Uint8Array): string[] {
  const reader = new BytesReader(bytes);
  for (let sums = 3; sums > 0; sums--) reader.whole();
  reader.skip(16);
  for (let outcomes = 4; outcomes > 0; outcomes--) reader.whole();
  const labels: string[] = [];
  for (let left = reader.whole(); left > 0; left--) {
    labels.push(reader.text());
    reader.whole();
  }
  return labels;
}

/** Adds totals that {@link writeTotals} wrote, as of another minute. */
export function addWritten(into: Totals, bytes: Uint8Array): void {
  const reader = new BytesReader(bytes);
  into.members += reader.whole();
  into.roots += reader.whole();
  into.totalUs += reader.whole();
  into.start = Math.min(into.start, reader.double());
  into.end = Math.max(into.end, reader.double());
  for (const outcome of [0, 1, 2, 3] as const) into.outcomes[outcome] += reader.whole();
  for (let labels = reader.whole(); labels > 0; labels--) count(into.labels, reader.text(), reader.whole());
  addHistogram(into.responseTimes, reader);
  addHistogram(into.durations, reader);
}

/** Buckets in ascending order as the step from the one before, each with its count: two bytes for most. */
function writeHistogram(writer: BytesWriter, counts: CountsByBucket): void {
  writer.whole(counts.size);
  let last = 0;
  for (const bucket of Float64Array.from(counts.keys()).sort()) {
    writer.whole(bucket - last);
    writer.whole(counts.get(bucket) ?? 0);
    last = bucket;
  }
}

function addHistogram(counts: CountsByBucket, reader: BytesReader): void {
  let bucket = 0;
  for (let left = reader.whole(); left > 0; left--) {
    bucket += reader.whole();
    count(counts, bucket, reader.whole());
  }
}
