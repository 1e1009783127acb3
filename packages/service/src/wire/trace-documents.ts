import type { CompiledTrace } from '@radiograph/store';
import { seconds } from './seconds.js';

/**
 * One member of BatchGetTraces' `Traces`: text around the bytes that the store compiled, which are passed on as they are.
 * Retrievals call the segments spans.
 */
export function* traceMembers(
  { id, start, end, limitExceeded, segments }: CompiledTrace,
  member: 'Segments' | 'Spans' = 'Segments',
): Generator<string | Uint8Array> {
  const head = JSON.stringify({
    Id: id,
    Duration: seconds(end - start),
    ...(member === 'Segments' && { LimitExceeded: limitExceeded }),
  });
  yield `${head.slice(0, -1)},"${member}":`;
  yield segments;
  yield '}';
}
