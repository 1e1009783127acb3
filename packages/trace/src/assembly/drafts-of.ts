import { isSubsegmentDocument, type SubsegmentDocument, type TraceDocument } from '@radiograph/protocol';
import { type Draft, segmentDraft, subsegmentDraft } from './draft.js';
import { compareCopies } from './precedence.js';

/**
 * Takes documents apart into one draft for every segment and subsegment in them, however deep they nest: the best of its copies.
 * Inferred segments, as in documents that were compiled before, are left out: they are inferred anew.
 */
export function draftsOf(traceId: string, documents: readonly TraceDocument[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const waiting: SubsegmentDocument[] = [];
  const parents: string[] = [];
  const enter = (copy: Draft): void => {
    const { id, subsegments } = copy.document;
    const known = drafts.get(id);
    if (known === undefined || compareCopies(copy, known, traceId) > 0) drafts.set(id, copy);
    if (subsegments === undefined) return;
    for (const child of subsegments) {
      waiting.push(child);
      parents.push(id);
    }
  };
  for (const document of documents) {
    if (isSubsegmentDocument(document)) enter(subsegmentDraft(document, document.parent_id));
    else if (document.inferred !== true) enter(segmentDraft(document));
    for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
      enter(subsegmentDraft(child, parents.pop()));
    }
  }
  return drafts;
}
