import type { TraceDocument } from '@radiograph/protocol';
import { isComplete, lastMoment } from '../timing.js';
import type { Trace } from '../trace.js';
import { TraceBuilder } from './build.js';
import { draftsOf } from './drafts-of.js';
import { placeDrafts } from './place.js';

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
  const drafts = draftsOf(id, documents);
  const order = placeDrafts(drafts);
  const builder = new TraceBuilder(id, drafts, order);
  const { segments, orphans } = builder;
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  let partial = builder.missingParent || orphans.length > 0;
  for (const { document } of order) {
    start = Math.min(start, document.start_time);
    end = Math.max(end, lastMoment(document));
    partial ||= !isComplete(document);
  }
  return drafts.size === 0
    ? { id, start: 0, end: 0, segments, orphans, partial: false }
    : { id, start, end, segments, orphans, partial };
}
