import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { TRACE_ID } from './build.js';

/** Every property of this package runs with the same seed, so that a failure can be repeated. */
export const SEED = 20_260_228;

/** Thousands of runs take a while on a busy machine. */
export const PATIENCE: { readonly timeout: number } = { timeout: 120_000 };

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const times = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);
const flags = fc.constantFrom({}, { error: true }, { fault: true }, { error: true, throttle: true });

const calls: fc.Arbitrary<Partial<SubsegmentDocument>> = fc.constantFrom<Partial<SubsegmentDocument>>(
  {},
  { namespace: 'remote' },
  { namespace: 'remote', traced: true, http: { response: { status: 500 } } },
  { namespace: 'remote', sql: { url: 'postgresql://db' } },
  { namespace: 'aws', name: 'DynamoDB', aws: { table_name: 'users' } },
  { namespace: 'aws', name: 'SQS', aws: { queue_url: 'https://queue' } },
);

const entity = fc
  .record({
    id: ids,
    name: fc.constantFrom('shop', 'pay', 'mail'),
    start: times,
    took: fc.option(times, { nil: undefined }),
    flags,
  })
  .map(({ id, name, start, took, flags }) => ({
    id,
    name,
    start_time: start,
    ...(took === undefined ? { in_progress: true } : { end_time: start + took }),
    ...flags,
  }));

const subsegment: fc.Memo<SubsegmentDocument> = fc.memo((depth) =>
  fc
    .tuple(entity, calls, depth > 1 ? fc.array(subsegment(), { maxLength: 2 }) : fc.constant([]))
    .map(([base, call, subsegments]) => ({
      ...base,
      ...call,
      ...(subsegments.length > 0 && { subsegments }),
    })),
);

/** Documents that contradict each other: few ids, so that they repeat, call in rings, and lack parents. */
export const contradictions: fc.Arbitrary<TraceDocument[]> = fc.array(
  fc
    .record({
      base: subsegment(3),
      parent: fc.option(fc.oneof(ids, fc.constant('missing')), { nil: undefined }),
      segment: fc.boolean(),
    })
    .map(({ base, parent, segment }): TraceDocument => {
      if (!segment)
        return { ...base, type: 'subsegment', trace_id: TRACE_ID, parent_id: parent ?? 'missing' };
      const { namespace: _, traced: __, sql: ___, type: ____, ...members } = base;
      return { ...members, trace_id: TRACE_ID, ...(parent !== undefined && { parent_id: parent }) };
    }),
  { maxLength: 7 },
);

/** A segment or a subsegment of a trace in which nothing contradicts, and where it hangs. */
interface Place {
  readonly parent: number | undefined;
  readonly kind: 'segment' | 'subsegment';
  readonly members: Partial<SubsegmentDocument>;
}

const place = fc.record({
  parent: fc.nat(),
  kind: fc.constantFrom<Place['kind']>('segment', 'subsegment', 'subsegment', 'subsegment'),
  members: fc.tuple(entity, calls).map(([{ id: _, ...base }, call]) => ({ ...base, ...call })),
});

/** One way of sending a trace, entity by entity. */
export interface Sending {
  /** Which subsegments are sent on their own. */
  readonly streamed: readonly boolean[];
  /** Which entities are sent in progress as well. */
  readonly announced: readonly boolean[];
}

const sending: fc.Arbitrary<Sending> = fc.record({
  streamed: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
  announced: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
});

/** Two ways of sending one trace, each in an order of its own: `[documents, the same otherwise]`. */
export const sentTwice: fc.Arbitrary<[TraceDocument[], TraceDocument[]]> = fc
  .tuple(fc.array(place, { minLength: 1, maxLength: 30 }), sending, sending)
  .chain(([places, one, other]) =>
    fc.tuple(shuffled(send(tree(places), one)), shuffled(send(tree(places), other))),
  );

function shuffled(documents: TraceDocument[]): fc.Arbitrary<TraceDocument[]> {
  return fc.shuffledSubarray(documents, { minLength: documents.length });
}

/** The first place is the root; every other one hangs below an earlier one. */
function tree(
  places: readonly { parent: number; kind: Place['kind']; members: Partial<SubsegmentDocument> }[],
): Place[] {
  return places.map((one, index) =>
    index === 0 ? { ...one, kind: 'segment', parent: undefined } : { ...one, parent: one.parent % index },
  );
}

function send(places: readonly Place[], { streamed, announced }: Sending): TraceDocument[] {
  const documents: TraceDocument[] = [];
  const embedded = places.map((): SubsegmentDocument[] => []);
  for (let i = places.length - 1; i >= 0; i--) {
    const { parent, kind, members } = places[i]!;
    const own = { name: 'x', start_time: 0, ...members, id: `e${i}` };
    const whole = embedded[i]!.length > 0 ? { ...own, subsegments: embedded[i]!.toReversed() } : own;
    if (kind === 'subsegment' && !streamed[i]) embedded[parent!]!.push(whole);
    else documents.push(document(kind, whole, parent));
    if (announced[i] && !own.in_progress) {
      const { end_time: _, ...started } = own;
      documents.push(document(kind, { ...started, in_progress: true, name: 'early' }, parent));
    }
  }
  return documents;
}

function document(
  kind: Place['kind'],
  members: SubsegmentDocument,
  parent: number | undefined,
): TraceDocument {
  if (kind === 'subsegment')
    return { ...members, type: 'subsegment', trace_id: TRACE_ID, parent_id: `e${parent}` };
  const { namespace: _, traced: __, sql: ___, type: ____, ...segment } = members;
  const caller: Partial<SegmentDocument> = parent === undefined ? {} : { parent_id: `e${parent}` };
  return { ...segment, trace_id: TRACE_ID, ...caller };
}
