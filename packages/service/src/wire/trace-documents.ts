import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';
import type { StoredTrace } from '@radiograph/store';
import { seconds } from './seconds.js';

/**
 * The text of one member of BatchGetTraces' `Traces`, a piece per segment: `Document` is a string of JSON inside JSON.
 * Subsegments that wait for their parent stand beside the segments.
 */
export function* traceMembers({ trace, limitExceeded }: StoredTrace): Generator<string> {
  const head = JSON.stringify({
    Id: trace.id,
    Duration: seconds(trace.end - trace.start),
    LimitExceeded: limitExceeded,
  });
  yield `${head.slice(0, -1)},"Segments":[`;
  let separator = '';
  for (const { document } of inOrder(trace)) {
    yield `${separator}{"Id":${JSON.stringify(document.id)},"Document":${JSON.stringify(JSON.stringify(document))}}`;
    separator = ',';
  }
  yield ']}';
}

function inOrder(
  trace: StoredTrace['trace'],
): readonly { readonly document: SegmentDocument | SubsegmentDocument }[] {
  if (trace.orphans.length === 0) return trace.segments;
  return [...trace.segments, ...trace.orphans].sort((a, b) => a.document.start_time - b.document.start_time);
}
