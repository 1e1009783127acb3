import type { SegmentDocument, SubsegmentDocument } from '@radiograph/protocol';

/** A segment's own members: without its subsegments, and of the trace it is put into. Taken as it is where that is so already. */
export function ownSegment(document: SegmentDocument, traceId: string): SegmentDocument {
  if (document.subsegments === undefined && document.trace_id === traceId) return document;
  const { subsegments: _, ...own } = document;
  own.trace_id = traceId;
  return own;
}

/**
 * A subsegment's own members: without those below it, and without what says where it belongs. Embedded leaves, the most frequent
 * case, are taken as they are.
 */
export function ownSubsegment(document: SubsegmentDocument): SubsegmentDocument {
  const { subsegments, type, trace_id, parent_id } = document;
  if (subsegments === undefined && type === undefined && trace_id === undefined && parent_id === undefined)
    return document;
  const { subsegments: _, type: __, trace_id: ___, parent_id: ____, ...own } = document;
  return own;
}
