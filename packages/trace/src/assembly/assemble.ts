import type { TraceDocument } from '@radiograph/protocol';
import { isComplete, lastMoment } from '../timing.js';
import type { Trace } from '../trace.js';
import { TraceBuilder } from './build.js';
import { copiesOf } from './copies.js';
import { type Draft, draftOf, type EntityCopy } from './draft.js';
import { placeDrafts } from './place.js';
import { compareCopies } from './precedence.js';

/**
 * Puts the documents of one trace together.
 *
 * The result depends on the set of documents only: any order of arrival, any repetition, and any way of streaming subsegments on
 * their own instead of embedding them give the same trace. Of several copies of one id the better one holds: a segment over a
 * subsegment, what is complete over what is in progress, the later end, the longer JSON text, the greater JSON text. Subsegments are
 * kept whichever copy of their parent came with them. Calls (`namespace` `aws` or `remote`) that no segment names as its parent get
 * an inferred segment. Rings of parent ids are cut above their earliest segment. Takes time linear in the number of entities, but
 * for sorting siblings, and never recurses.
 *
 * @param id the trace id; documents are taken to belong to it
 *
 * @example
 * const trace = assemble(id, documents);
 * for (const segment of trace.segments) console.log(segment.node.name, segment.inferred);
 */
export function assemble(id: string, documents: readonly TraceDocument[]): Trace {
  const copies = copiesOf(id, documents);
  const drafts = draftsOf(copies);
  const builder = new TraceBuilder(id, drafts, placeDrafts(drafts));
  const { segments, orphans } = builder;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  let partial = builder.missingParent || orphans.length > 0;
  for (const { copy } of drafts.values()) {
    start = Math.min(start, copy.document.start_time);
    end = Math.max(end, lastMoment(copy.document));
    partial ||= !isComplete(copy.document);
  }
  return drafts.size === 0
    ? { id, start: 0, end: 0, segments, orphans, partial: false }
    : { id, start, end, segments, orphans, partial };
}

function draftsOf(copies: readonly EntityCopy[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const copy of copies) {
    const draft = drafts.get(copy.document.id);
    if (draft === undefined) drafts.set(copy.document.id, draftOf(copy));
    else if (compareCopies(copy, draft.copy) > 0) draft.copy = copy;
  }
  return drafts;
}
