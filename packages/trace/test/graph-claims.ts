import fc from 'fast-check';
import { expect } from 'vitest';
import type { Histogram, ServiceGraph } from '../src/service-graph.js';
import { contradictions, SEED } from './arbitrary.js';
import { segment } from './build.js';
import { graphBy, traceBy } from './by-implementation.js';
import type { Claim, Implementation } from './suite.js';

const RUNS = { seed: SEED, numRuns: 100, endOnFailure: true };
const several = fc.array(contradictions, { maxLength: 3 });
const histogram = fc
  .uniqueArray(fc.record({ value: fc.integer({ min: 1, max: 20 }), count: fc.integer({ min: 1, max: 4 }) }), {
    selector: ({ value }) => value,
  })
  .map((bars): Histogram => {
    const ascending = bars.sort((a, b) => a.value - b.value);
    return ascending.map(({ value, count }) => ({ value: value / 1000, count }));
  });

function claim(rule: string, holds: Claim['holds']): Claim {
  return { rule, holds };
}

/** Whatever graph an implementation makes of random traces. */
function ofAnyGraph(rule: string, check: (graph: ServiceGraph) => void): Claim {
  return claim(rule, (implementation) => {
    fc.assert(
      fc.property(several, (traces) => check(graphBy(implementation, traces))),
      RUNS,
    );
  });
}

/** Whatever an implementation makes of two histograms. */
function ofHistograms(
  rule: string,
  check: (implementation: Implementation, a: Histogram, b: Histogram) => void,
): Claim {
  return claim(rule, (implementation) => {
    fc.assert(
      fc.property(histogram, histogram, (a, b) => check(implementation, a, b)),
      RUNS,
    );
  });
}

const structure: readonly Claim[] = [
  ofAnyGraph('every edge leads between nodes of the graph', ({ nodes, edges }) => {
    for (const { from, to } of edges) expect([nodes[from], nodes[to]]).not.toContain(undefined);
  }),
  ofAnyGraph('histograms count as many requests as the statistics', ({ nodes, edges }) => {
    for (const { statistics, responseTimes } of [...nodes, ...edges]) {
      const { ok, error, throttle, fault } = statistics ?? { ok: 0, error: 0, throttle: 0, fault: 0 };
      const bars = responseTimes.reduce((sum, { count }) => sum + count, 0);
      expect(bars).toBe(ok + error + throttle + fault);
    }
  }),
  ofAnyGraph('client nodes count nothing', ({ nodes }) => {
    const clients = nodes.filter(({ identity }) => identity.type === 'client');
    for (const { statistics, responseTimes } of clients)
      expect([statistics, responseTimes]).toEqual([undefined, []]);
  }),
  claim(
    'a node counts its received segments, or its inferred ones where there are none',
    (implementation) => {
      const call = { id: 'b1', name: 'pay', namespace: 'remote', start_time: 1, end_time: 2 };
      const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3, subsegments: [call] });
      const pay = segment({ name: 'pay', id: 'c1', origin: 'remote', start_time: 5, end_time: 5.5 });
      const node = graphBy(implementation, [[shop], [pay]]).nodes.find(
        ({ identity }) => identity.type === 'remote',
      );
      expect(node).toMatchObject({ state: 'active', statistics: { ok: 1, totalResponseTime: 0.5 } });
    },
  ),
];

const sums: readonly Claim[] = [
  claim('the graph is the same in any order of traces, and merged from parts', (implementation) => {
    const { contribution, foldGraph, mergeGraphs } = implementation;
    fc.assert(
      fc.property(several, fc.nat(3), (traces, at) => {
        const parts = traces.map((documents) => contribution(traceBy(implementation, documents)));
        const whole = foldGraph(parts);
        expect(foldGraph(parts.toReversed())).toEqual(whole);
        expect(mergeGraphs([foldGraph(parts.slice(0, at)), foldGraph(parts.slice(at))])).toEqual(whole);
      }),
      RUNS,
    );
  }),
  claim('times add up exactly', (implementation) => {
    const shop = (end_time: number) => [segment({ name: 'shop', id: 'a1', start_time: 0, end_time })];
    const { nodes, edges } = graphBy(
      implementation,
      Array.from({ length: 10 }, () => shop(0.1)),
    );
    expect(nodes.find(({ root }) => root)?.statistics?.totalResponseTime).toBe(1);
    expect(edges[0]?.statistics.totalResponseTime).toBe(1);
  }),
  ofHistograms('histograms merge in any order', ({ mergeHistograms }, a, b) => {
    expect(mergeHistograms([b, a])).toEqual(mergeHistograms([a, b]));
    expect(mergeHistograms([a])).toEqual(a);
  }),
  ofHistograms(
    'what a histogram was given can be taken away',
    ({ mergeHistograms, subtractHistogram }, a, b) => {
      expect(subtractHistogram(mergeHistograms([a, b]), b)).toEqual(a);
    },
  ),
  ofHistograms('bars ascend, each value once', ({ mergeHistograms }, a, b) => {
    const values = mergeHistograms([a, b]).map(({ value }) => value);
    expect(values).toEqual([...new Set(values)].sort((x, y) => x - y));
  }),
  claim('a bar stands within half a percent of its times', ({ histogramValue, mergeHistograms }) => {
    for (const seconds of [0.000123456, 0.178, 1.2345, 99.96, 12_345]) {
      const [bar] = mergeHistograms([[{ value: histogramValue(seconds), count: 1 }]]);
      expect(Math.abs((bar?.value ?? 0) - seconds)).toBeLessThanOrEqual(seconds * 0.005);
    }
  }),
  claim('statistics that were added can be taken away', ({ addStatistics, subtractStatistics }) => {
    const one = { ok: 1, error: 2, throttle: 3, fault: 4, totalResponseTime: 0.1 };
    const other = { ok: 5, error: 6, throttle: 7, fault: 8, totalResponseTime: 0.2 };
    const both = { ok: 6, error: 8, throttle: 10, fault: 12, totalResponseTime: 0.3 };
    expect(addStatistics(one, other)).toEqual(both);
    expect(subtractStatistics(both, other)).toEqual(one);
  }),
];

/** The rules of how graphs are put together. */
export const graphClaims: readonly Claim[] = [...structure, ...sums];
