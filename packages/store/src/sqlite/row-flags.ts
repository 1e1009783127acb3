import type { RequestRecord, SegmentRecord, TraceRecord } from '@radiograph/trace';

/** Bits of `segment.flags` and `call.flags`. */
export const REQUEST_FLAGS = {
  error: 1,
  throttle: 2,
  fault: 4,
  partial: 8,
  inferred: 16,
  root: 32,
} as const;

/** Bits of `entry.flags`: the first three are those of the root segment. */
export const TRACE_FLAGS = {
  error: 1,
  throttle: 2,
  fault: 4,
  partial: 8,
  inferred: 16,
  root: 32,
  /** Any segment or call was throttled. */
  throttled: 64,
  faultCauses: 128,
  errorCauses: 256,
  responsetimeCauses: 512,
  /** Some annotations have no rows. */
  moreNotes: 1024,
} as const;

/** The bits of what segments and calls have in common. */
export function requestFlags({ error, throttle, fault, partial }: RequestRecord): number {
  return (
    bit(error, REQUEST_FLAGS.error) |
    bit(throttle, REQUEST_FLAGS.throttle) |
    bit(fault, REQUEST_FLAGS.fault) |
    bit(partial, REQUEST_FLAGS.partial)
  );
}

/** The bits of a segment. */
export function segmentFlags(segment: SegmentRecord): number {
  const { inferred, root } = REQUEST_FLAGS;
  return requestFlags(segment) | bit(segment.inferred, inferred) | bit(segment.root, root);
}

/** The bits of a trace. */
export function traceFlags(record: TraceRecord): number {
  const { root } = record;
  return (
    bit(root?.error, TRACE_FLAGS.error) |
    bit(root?.throttle, TRACE_FLAGS.throttle) |
    bit(root?.fault, TRACE_FLAGS.fault) |
    bit(record.partial, TRACE_FLAGS.partial) |
    bit(record.inferred, TRACE_FLAGS.inferred) |
    bit(root !== undefined, TRACE_FLAGS.root) |
    bit(record.throttle, TRACE_FLAGS.throttled) |
    bit(record.faultRootCauses.length > 0, TRACE_FLAGS.faultCauses) |
    bit(record.errorRootCauses.length > 0, TRACE_FLAGS.errorCauses) |
    bit(record.responseTimeRootCauses.length > 0, TRACE_FLAGS.responsetimeCauses)
  );
}

function bit(set: boolean | undefined, value: number): number {
  return set === true ? value : 0;
}
