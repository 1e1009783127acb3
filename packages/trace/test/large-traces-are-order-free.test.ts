import type { TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contribution } from '../src/graph/contribution.js';
import { traceRecord } from '../src/record/record-trace.js';
import { PATIENCE, SEED } from './arbitrary.js';
import { segment, streamed, traceOf } from './build.js';

const SERVICES = 40;
const CALLS = 25;

/** Services that call each other in a tree; every call is streamed on its own, every segment announced first. */
function documentsOf(services: number): TraceDocument[] {
  return Array.from({ length: services }, (_, at) => {
    const caller = at === 0 ? {} : { parent_id: `call-${Math.floor((at - 1) / 2)}-${at % 2}` };
    const own = { id: `segment-${at}`, name: `service-${at % 7}`, start_time: at / 10, ...caller };
    const calls = Array.from({ length: CALLS }, (_, call) =>
      streamed(own.id, {
        id: `call-${at}-${call}`,
        name: `service-${call % 7}`,
        namespace: 'remote',
        start_time: own.start_time + call / 1000,
        end_time: own.start_time + call / 500,
        fault: (at + call) % 9 === 0,
      }),
    );
    return [
      segment({ ...own, in_progress: true }),
      ...calls,
      segment({ ...own, end_time: own.start_time + 0.5, annotations: { at } }),
    ];
  }).flat();
}

const documents = documentsOf(SERVICES);

it('a thousand documents in any order, many of them sent again', PATIENCE, () => {
  const expected = traceOf(...documents);
  const [record, graph] = [traceRecord(expected, 1), contribution(expected)];
  expect(expected.segments).toHaveLength(SERVICES + SERVICES * CALLS - (SERVICES - 1));
  const arrivals = fc
    .tuple(
      fc.shuffledSubarray(documents, { minLength: documents.length }),
      fc.array(fc.nat(documents.length - 1), { maxLength: 300 }),
    )
    .map(([order, again]) => [...again.map((at) => documents[at]!), ...order]);
  fc.assert(
    fc.property(arrivals, (order) => {
      const trace = traceOf(...order);
      expect(trace).toEqual(expected);
      expect(traceRecord(trace, 1)).toEqual(record);
      expect(contribution(trace)).toEqual(graph);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
