import { isSubsegmentDocument, type TraceDocument } from '@radiograph/protocol';
import { documents, segments, subsegmentDocuments, subsegments, trace } from './alterations.js';
import { ours } from './suite.js';
import type { Mistake } from './wrong-implementations.js';

/** Of the documents of one id, keeps the one that is chosen of each two, in the order they came. */
function keeping(choose: (held: TraceDocument, next: TraceDocument) => TraceDocument): Mistake['altered'] {
  return documents((all) => {
    const held = new Map<string, TraceDocument>();
    for (const next of all) {
      const before = held.get(next.id);
      held.set(next.id, before === undefined ? next : choose(before, next));
    }
    return [...held.values()];
  });
}

function isBegun(one: TraceDocument): boolean {
  return one.in_progress === true;
}

function sentAlone(all: readonly TraceDocument[]): ReadonlySet<string> {
  return new Set(all.filter(isSubsegmentDocument).map(({ id }) => id));
}

let inferred = 0;

const arriving: Readonly<Record<string, Mistake>> = {
  'the last to arrive holds': {
    breaks: 'every permutation of the documents gives the same trace',
    altered: keeping((_, next) => next),
  },
  'the first to arrive holds': {
    breaks: 'random documents give the same trace in any order',
    altered: keeping((held) => held),
  },
  'segments come in order of arrival': {
    breaks: 'every permutation of the documents gives the same trace',
    altered: trace((made, from) => {
      const at = (id: string): number => from.findIndex((one) => one.id === id);
      return { ...made, segments: made.segments.toSorted((a, b) => at(a.document.id) - at(b.document.id)) };
    }),
  },
  'repeats add up': {
    breaks: 'a document sent again changes nothing',
    altered: segments((segment, _, from) => {
      const copies = from.filter(({ id, end_time }) => id === segment.document.id && end_time !== undefined);
      return Array.from({ length: Math.max(1, copies.length) }, () => segment);
    }),
  },
  'inferred segments get a new id each time': {
    breaks: 'a document sent again changes nothing',
    altered: segments((segment) => {
      if (!segment.inferred) return [segment];
      return [{ ...segment, document: { ...segment.document, id: `inferred-${inferred++}` } }];
    }),
  },
  'streamed subsegments come after embedded ones': {
    breaks: 'streamed or embedded, announced or not, it is the same trace',
    altered: subsegments((all, from) => {
      const alone = sentAlone(from);
      return all.toSorted((a, b) => Number(alone.has(a.document.id)) - Number(alone.has(b.document.id)));
    }),
  },
  'segments come by id': {
    breaks: 'segments and subsegments come by start, then id',
    altered: trace((made) => ({
      ...made,
      segments: made.segments.toSorted((a, b) => (a.document.id > b.document.id ? -1 : 1)),
    })),
  },
  'subsegments come by end': {
    breaks: 'segments and subsegments come by start, then id',
    altered: subsegments((all) =>
      all.toSorted((a, b) => (a.document.end_time ?? 0) - (b.document.end_time ?? 0)).toReversed(),
    ),
  },
  'metadata is dropped': {
    breaks: 'what nothing reads is kept',
    altered: documents((all) => all.map(({ metadata: _, ...rest }) => rest)),
  },
};

const copies: Readonly<Record<string, Mistake>> = {
  'in progress holds over complete': {
    breaks: 'complete holds over in progress',
    altered: keeping((held, next) => (isBegun(held) ? held : isBegun(next) ? next : held)),
  },
  'the earlier end holds': {
    breaks: 'the later end holds',
    altered: keeping((held, next) => ((held.end_time ?? 0) <= (next.end_time ?? 0) ? held : next)),
  },
  'more characters hold, whatever their bytes': {
    breaks: 'more bytes hold',
    altered: keeping((held, next) => {
      const [one, other] = [JSON.stringify(held), JSON.stringify(next)];
      return one.length > other.length || (one.length === other.length && one > other) ? held : next;
    }),
  },
  'a subsegment holds over a segment of its id': {
    breaks: 'a segment holds over a subsegment of its id',
    altered: keeping((held, next) => (isSubsegmentDocument(held) ? held : next)),
  },
  'a complete segment drops what was streamed before it': {
    breaks: 'streamed children survive a later parent without them',
    altered: documents((all) =>
      all.filter(
        (one, at) =>
          !isSubsegmentDocument(one) ||
          !all.some(
            ({ id, end_time }, later) => later > at && id === one.parent_id && end_time !== undefined,
          ),
      ),
    ),
  },
  'the children of an announced segment are lost when it completes': {
    breaks: 'children in one copy survive the other',
    altered: keeping((held, next) => (isBegun(held) ? next : held)),
  },
};

const parents: Readonly<Record<string, Mistake>> = {
  'orphans are dropped': {
    breaks: 'every id of the documents is in the trace exactly once',
    altered: trace((made) => ({ ...made, orphans: [] })),
  },
  'orphans and their times are dropped': {
    breaks: 'a trace of orphans opens',
    altered: documents((all) => {
      const ids = new Set(all.map(({ id }) => id));
      return all.filter((one) => !isSubsegmentDocument(one) || ids.has(one.parent_id ?? ''));
    }),
  },
  'orphans hang below the first segment': {
    breaks: 'a subsegment without its parent waits as an orphan',
    altered: trace((made) => {
      const [first, ...others] = made.segments;
      if (first === undefined) return made;
      const whole = { ...first, subsegments: [...first.subsegments, ...made.orphans] };
      return { ...made, segments: [whole, ...others], orphans: [] };
    }),
  },
  'an unknown parent makes an entry': {
    breaks: 'a segment without its parent is an entry only where there is no other',
    altered: segments((segment) => [{ ...segment, root: segment.caller === undefined }]),
  },
  'segments in a ring are lost': {
    breaks: 'segments in a ring are cut above the earliest',
    altered: segments((segment) => (segment.root && segment.document.parent_id ? [] : [segment])),
  },
  'subsegments in a ring are lost': {
    breaks: 'subsegments in a ring wait as orphans',
    altered: trace((made, from) => {
      const ids = new Set(from.map(({ id }) => id));
      return { ...made, orphans: made.orphans.filter(({ document }) => !ids.has(document.parent_id ?? '')) };
    }),
  },
  'nothing is partial': {
    breaks: 'a trace is partial while something is in progress, or a parent missing',
    altered: trace((made) => ({ ...made, partial: false })),
  },
  'a trace is partial by its root only': {
    breaks: 'a trace is partial while something is in progress, or a parent missing',
    altered: trace((made) => ({
      ...made,
      partial: made.segments.some(({ root, document }) => root && document.in_progress === true),
    })),
  },
  'a missing parent is not partial': {
    breaks: 'a trace is partial while something is in progress, or a parent missing',
    altered: trace((made) => ({ ...made, partial: JSON.stringify(made).includes('"in_progress":true') })),
  },
};

const callees: Readonly<Record<string, Mistake>> = {
  'nothing is inferred': {
    breaks: 'a call without a callee infers its segment',
    altered: segments((segment) => (segment.inferred ? [] : [segment])),
  },
  'inferred segments know no failures': {
    breaks: 'a call without a callee infers its segment',
    altered: segments((segment) => {
      const { error: _, fault: __, throttle: ___, ...fine } = segment.document;
      return [segment.inferred ? { ...segment, document: fine } : segment];
    }),
  },
  'inferred segments are numbered': {
    breaks: 'the id of an inferred segment stays the same',
    altered: segments((segment, made) => {
      const id = String(made.segments.indexOf(segment)).padStart(16, '0');
      return [segment.inferred ? { ...segment, document: { ...segment.document, id } } : segment];
    }),
  },
  'the inferred segment is kept beside the real one': {
    breaks: 'the segment that arrives replaces the inferred one',
    altered: trace((made, from) => {
      const alone = ours.assemble(
        made.id,
        from.filter((one) => isSubsegmentDocument(one) || one.parent_id === undefined),
      );
      const known = new Set(made.segments.map(({ document }) => document.id));
      const ghosts = alone.segments.filter((one) => one.inferred && !known.has(one.document.id));
      return { ...made, segments: [...made.segments, ...ghosts] };
    }),
  },
  'a received name replaces everything inferred of that name': {
    breaks: 'a segment replaces by its parent, never by its name',
    altered: segments((segment, made) => {
      const received = made.segments.some((one) => !one.inferred && one.node.name === segment.node.name);
      return segment.inferred && received ? [] : [segment];
    }),
  },
  'a traced callee is not inferred': {
    breaks: 'a traced callee is inferred at once and pending',
    altered: segments((segment) => (segment.pending ? [] : [segment])),
  },
  'a traced callee is not marked': {
    breaks: 'a traced callee is inferred at once and pending',
    altered: segments((segment) => [{ ...segment, pending: false }]),
  },
  'local work is a call': {
    breaks: 'nothing is inferred from local work, nor from orphans',
    altered: subsegmentDocuments((one) => ({ namespace: 'remote', ...one })),
  },
  'orphans infer as well': {
    breaks: 'nothing is inferred from local work, nor from orphans',
    altered: trace((made) => {
      const host = { name: 'x', id: 'x', trace_id: made.id, start_time: 0, end_time: 0 };
      const { segments } = ours.assemble(made.id, [
        { ...host, subsegments: made.orphans.map(({ document }) => document) },
      ]);
      return { ...made, segments: [...made.segments, ...segments.filter((one) => one.inferred)] };
    }),
  },
};

/** Mistakes that could be made when documents become a trace. */
export const wrongAssembly: Readonly<Record<string, Mistake>> = {
  ...arriving,
  ...copies,
  ...parents,
  ...callees,
};
