import type { StoredTrace } from '@radiograph/store';
import { type AssembledEntity, compiledDocument } from '@radiograph/trace';
import { seconds } from './seconds.js';

/**
 * The text of one member of BatchGetTraces' `Traces`, a piece per segment: `Document` is a string of JSON inside JSON.
 * Subsegments that wait for their parent stand beside the segments. Retrievals call the segments spans.
 */
export function* traceMembers(
  { trace, limitExceeded }: StoredTrace,
  member: 'Segments' | 'Spans' = 'Segments',
): Generator<string> {
  const head = JSON.stringify({
    Id: trace.id,
    Duration: seconds(trace.end - trace.start),
    ...(member === 'Segments' && { LimitExceeded: limitExceeded }),
  });
  yield `${head.slice(0, -1)},"${member}":[`;
  let separator = '';
  for (const entity of inOrder(trace)) {
    const document = JSON.stringify(compiledDocument(entity));
    yield `${separator}{"Id":${JSON.stringify(entity.document.id)},"Document":${JSON.stringify(document)}}`;
    separator = ',';
  }
  yield ']}';
}

function inOrder({ segments, orphans }: StoredTrace['trace']): readonly AssembledEntity[] {
  if (orphans.length === 0) return segments;
  return [...segments, ...orphans].sort((a, b) => a.document.start_time - b.document.start_time);
}
