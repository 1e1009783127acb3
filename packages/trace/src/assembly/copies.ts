import {
  isSubsegmentDocument,
  type SegmentDocument,
  type SubsegmentDocument,
  type TraceDocument,
} from '@radiograph/protocol';
import type { EntityCopy } from './draft.js';

/**
 * Takes documents apart into one copy for every segment and subsegment in them, however deep they nest. Inferred segments, as in
 * documents that were compiled before, are left out: they are inferred anew.
 */
export function copiesOf(traceId: string, documents: readonly TraceDocument[]): EntityCopy[] {
  const copies: EntityCopy[] = [];
  const waiting: SubsegmentDocument[] = [];
  const parents: string[] = [];
  const enter = (copy: EntityCopy, children: readonly SubsegmentDocument[] | undefined): void => {
    copies.push(copy);
    for (const child of children ?? []) {
      waiting.push(child);
      parents.push(copy.document.id);
    }
  };
  for (const document of documents) {
    if (isSubsegmentDocument(document))
      enter(subsegmentCopy(document, document.parent_id), document.subsegments);
    else if (document.inferred !== true) enter(segmentCopy(document, traceId), document.subsegments);
    for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
      enter(subsegmentCopy(child, parents.pop()), child.subsegments);
    }
  }
  return copies;
}

function segmentCopy(document: SegmentDocument, traceId: string): EntityCopy {
  const { subsegments, ...own } = document;
  own.trace_id = traceId;
  return { kind: 'segment', document: own, parentId: document.parent_id };
}

function subsegmentCopy(document: SubsegmentDocument, parentId: string | undefined): EntityCopy {
  return { kind: 'subsegment', document: ownMembers(document), parentId };
}

/** Embedded leaves, the most frequent case, are taken as they are. */
function ownMembers(document: SubsegmentDocument): SubsegmentDocument {
  const { subsegments, type, trace_id, parent_id } = document;
  if (subsegments === undefined && type === undefined && trace_id === undefined && parent_id === undefined)
    return document;
  const { subsegments: _, type: __, trace_id: ___, parent_id: ____, ...own } = document;
  return own;
}
