import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { AssembledSegment, Trace } from '../src/trace.js';
import { contradictions, SEED, sentTwice } from './arbitrary.js';
import { segment, segmentOf, streamed } from './build.js';
import { recordBy, traceBy } from './by-implementation.js';
import type { Claim, Implementation } from './suite.js';

/** Enough to find a mistake; the properties themselves run thousands of times elsewhere. */
const RUNS = { seed: SEED, numRuns: 200, endOnFailure: true };

const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3 });
const begun = segment({ name: 'shop', id: 'a1', start_time: 0, in_progress: true });
const call: SubsegmentDocument = { id: 'b1', name: 'pay', namespace: 'remote', start_time: 1, end_time: 2 };
const work: SubsegmentDocument = { id: 'x1', name: 'work', start_time: 1, end_time: 2 };
const pay = segment({ name: 'pay', id: 'c1', parent_id: 'b1', start_time: 1.2, end_time: 1.8 });

function claim(rule: string, holds: Claim['holds']): Claim {
  return { rule, holds };
}

function shopWith(...subsegments: SubsegmentDocument[]): TraceDocument {
  return { ...shop, subsegments };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

/** The better of two copies of the segment `a1` holds in both orders; it names the user `1`. */
function better(rule: string, one: object, other: object): Claim {
  const copies = [segment({ ...begun, ...one, user: '1' }), segment({ ...begun, ...other, user: '0' })];
  return claim(rule, (implementation) => {
    for (const documents of permutations(copies)) {
      expect(segmentOf(traceBy(implementation, documents), 'a1').document.user).toBe('1');
    }
  });
}

/** What an implementation infers from subsegments of the shop. */
function inferredBy(
  implementation: Implementation,
  ...subsegments: SubsegmentDocument[]
): AssembledSegment[] {
  return traceBy(implementation, [shopWith(...subsegments)]).segments.filter(({ inferred }) => inferred);
}

function idsOf(data: unknown, within: 'document' | 'id'): string[] {
  const ids: string[] = [];
  JSON.stringify(data, (key, value: unknown) => {
    if (key === within) ids.push(within === 'id' ? String(value) : (value as { id: string }).id);
    return value;
  });
  return ids;
}

function expectEveryIdOnce(trace: Trace, documents: readonly TraceDocument[]): void {
  const inferred = trace.segments.filter((one) => one.inferred).map(({ document }) => document.id);
  const sent = new Set(idsOf(documents, 'id'));
  expect(idsOf(trace, 'document').sort()).toEqual([...sent, ...inferred].sort());
}

const arrival: readonly TraceDocument[] = [
  begun,
  shopWith(work),
  streamed('a1', call),
  streamed('b1', { id: 'y1', name: 'dns', start_time: 1, end_time: 1.1 }),
  segment({ name: 'mail', id: 'd1', start_time: 1.5, end_time: 1.9 }),
];

const arriving: readonly Claim[] = [
  claim('every permutation of the documents gives the same trace', (implementation) => {
    const expected = traceBy(implementation, arrival);
    for (const order of permutations(arrival)) expect(traceBy(implementation, order)).toEqual(expected);
  }),
  claim('random documents give the same trace in any order', (implementation) => {
    const orders = contradictions.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(orders, ([one, other]) => {
        expect(traceBy(implementation, other)).toEqual(traceBy(implementation, one));
      }),
      RUNS,
    );
  }),
  claim('a document sent again changes nothing', (implementation) => {
    const once = traceBy(implementation, arrival);
    expect(traceBy(implementation, [...arrival, ...arrival])).toEqual(once);
    for (const document of arrival) expect(traceBy(implementation, [...arrival, document])).toEqual(once);
  }),
  claim('streamed or embedded, announced or not, it is the same trace', (implementation) => {
    fc.assert(
      fc.property(sentTwice, ([one, other]) => {
        expect(traceBy(implementation, other)).toEqual(traceBy(implementation, one));
      }),
      RUNS,
    );
  }),
  claim('every id of the documents is in the trace exactly once', (implementation) => {
    fc.assert(
      fc.property(contradictions, (all) => expectEveryIdOnce(traceBy(implementation, all), all)),
      RUNS,
    );
  }),
  claim('segments and subsegments come by start, then id', (implementation) => {
    const mail = segment({ name: 'mail', id: 'd0', start_time: 1.2, end_time: 1.9 });
    const trace = traceBy(implementation, [pay, shopWith({ ...work, id: 'x0' }, work, call), mail]);
    expect(trace.segments.map(({ document }) => document.id)).toEqual(['a1', 'c1', 'd0']);
    const { subsegments } = segmentOf(trace, 'a1');
    expect(subsegments.map(({ document }) => document.id)).toEqual(['b1', 'x0', 'x1']);
  }),
  claim('what nothing reads is kept', (implementation) => {
    const more = { metadata: { cart: { size: 3 } }, links: [{ trace_id: 't', id: 'i' }] };
    const { document } = segmentOf(traceBy(implementation, [{ ...shop, ...more }]), 'a1');
    expect(document).toEqual({ ...shop, ...more });
  }),
];

const copies: readonly Claim[] = [
  better(
    'complete holds over in progress',
    { in_progress: false, end_time: 1 },
    { origin: 'long'.repeat(9) },
  ),
  better(
    'the later end holds',
    { in_progress: false, end_time: 3 },
    { in_progress: false, end_time: 2, origin: 'long'.repeat(9) },
  ),
  better('more bytes hold', { origin: 'ééé' }, { origin: 'zzzz' }),
  claim('a segment holds over a subsegment of its id', (implementation) => {
    for (const order of permutations<TraceDocument>([begun, streamed('zz', { ...call, id: 'a1' })])) {
      expect(segmentOf(traceBy(implementation, order), 'a1').document.name).toBe('shop');
    }
  }),
  claim('streamed children survive a later parent without them', (implementation) => {
    const trace = traceBy(implementation, [begun, streamed('a1', work), shop]);
    expect(trace).toEqual(traceBy(implementation, [shopWith(work)]));
  }),
  claim('children in one copy survive the other', (implementation) => {
    const announced = { ...begun, subsegments: [work] };
    const trace = traceBy(implementation, [announced, shopWith(call)]);
    expect(segmentOf(trace, 'a1').subsegments.map(({ document }) => document.id)).toEqual(['b1', 'x1']);
  }),
];

const parents: readonly Claim[] = [
  claim('a subsegment without its parent waits as an orphan', (implementation) => {
    const trace = traceBy(implementation, [shop, streamed('zz', work)]);
    expect(trace.orphans.map(({ document }) => document.id)).toEqual(['x1']);
    expect(trace.orphans[0]?.document.parent_id).toBe('zz');
    expect(segmentOf(trace, 'a1').subsegments).toEqual([]);
  }),
  claim('a trace of orphans opens', (implementation) => {
    expect(traceBy(implementation, [streamed('zz', work)])).toMatchObject({ start: 1, end: 2, segments: [] });
    const annotated = streamed('zz', { ...work, annotations: { tier: 'gold' } });
    expect(recordBy(implementation, [annotated]).annotations).toHaveLength(1);
  }),
  claim('a segment without its parent is an entry only where there is no other', (implementation) => {
    expect(segmentOf(traceBy(implementation, [pay]), 'c1').root).toBe(true);
    expect(segmentOf(traceBy(implementation, [pay, shop]), 'c1').root).toBe(false);
  }),
  claim('segments in a ring are cut above the earliest', (implementation) => {
    const one = { ...pay, id: 's1', parent_id: 'b2', subsegments: [call] };
    const two = { ...pay, id: 's2', start_time: 1.3, subsegments: [{ ...call, id: 'b2' }] };
    const trace = traceBy(implementation, [two, one]);
    expect(trace.segments.map(({ document, root, caller }) => [document.id, root, caller?.entityId])).toEqual(
      [
        ['s1', true, undefined],
        ['s2', false, 'b1'],
      ],
    );
  }),
  claim('subsegments in a ring wait as orphans', (implementation) => {
    const documents = [streamed('x2', work), streamed('x1', { ...work, id: 'x2' })];
    const trace = traceBy(implementation, documents);
    expectEveryIdOnce(trace, documents);
    expect(trace.orphans.map(({ document }) => document.id)).toEqual(['x1']);
  }),
  claim('a trace is partial while something is in progress, or a parent missing', (implementation) => {
    const { end_time: _, ...pending } = work;
    const partial = (...documents: TraceDocument[]): boolean => traceBy(implementation, documents).partial;
    expect(partial(shopWith(call), pay)).toBe(false);
    expect(partial(begun)).toBe(true);
    expect(partial(shopWith({ ...pending, in_progress: true }))).toBe(true);
    expect(partial(shop, pay)).toBe(true);
    expect(partial(shop, streamed('zz', work))).toBe(true);
  }),
];

const callees: readonly Claim[] = [
  claim('a call without a callee infers its segment', (implementation) => {
    const said = { fault: true, http: { response: { status: 500 } } };
    expect(inferredBy(implementation, { ...call, ...said })).toMatchObject([
      {
        document: { ...said, name: 'pay', parent_id: 'b1', start_time: 1, end_time: 2, inferred: true },
        caller: { segmentId: 'a1', entityId: 'b1' },
        root: false,
        pending: false,
      },
    ]);
  }),
  claim('the id of an inferred segment stays the same', (implementation) => {
    const idAmong = (...others: SubsegmentDocument[]): string | undefined =>
      inferredBy(implementation, ...others, call).find(({ caller }) => caller?.entityId === 'b1')?.document
        .id;
    expect(idAmong()).toMatch(/^[0-9a-f]{16}$/);
    expect(idAmong({ ...call, id: 'b0', start_time: 0.5 })).toBe(idAmong());
  }),
  claim('the segment that arrives replaces the inferred one', (implementation) => {
    const { segments } = traceBy(implementation, [shopWith(call), pay]);
    expect(segments.map(({ document }) => document.id)).toEqual(['a1', 'c1']);
    expect(segments[0]?.subsegments[0]?.calleeIds).toEqual(['c1']);
    expect(segments[1]?.caller).toEqual({ segmentId: 'a1', entityId: 'b1' });
  }),
  claim('a segment replaces by its parent, never by its name', (implementation) => {
    const { segments } = traceBy(implementation, [shopWith(call, { ...call, id: 'b2' }), pay]);
    expect(segments.filter(({ inferred }) => inferred).map(({ caller }) => caller?.entityId)).toEqual(['b2']);
  }),
  claim('a traced callee is inferred at once and pending', (implementation) => {
    expect(inferredBy(implementation, { ...call, traced: true })).toMatchObject([{ pending: true }]);
  }),
  claim('nothing is inferred from local work, nor from orphans', (implementation) => {
    expect(inferredBy(implementation, work)).toEqual([]);
    expect(traceBy(implementation, [streamed('zz', call)]).segments).toEqual([]);
  }),
];

/** The rules of how documents become a trace. */
export const assemblyClaims: readonly Claim[] = [...arriving, ...copies, ...parents, ...callees];
