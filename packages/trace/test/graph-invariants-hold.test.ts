import type { TraceDocument } from '@radiograph/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../src/assembly/assemble.js';
import { contribution } from '../src/graph/contribution.js';
import { foldGraph, mergeGraphs, serviceGraph } from '../src/graph/fold-graph.js';
import { histogramValue, mergeHistograms, subtractHistogram } from '../src/graph/histogram.js';
import { addStatistics, NO_STATISTICS, subtractStatistics, totalCount } from '../src/graph/statistics.js';
import { nodeKey } from '../src/node-identity.js';
import { isComplete } from '../src/timing.js';
import { contradictions, PATIENCE, SEED, sentTwice } from './arbitrary.js';
import { TRACE_ID, traceOf } from './build.js';

const traces = contradictions.map((documents) => assemble(TRACE_ID, documents));
const RUNS = { seed: SEED, numRuns: 1000 };

describe('a graph and the segments it is made of', PATIENCE, () => {
  it('counts every finished segment of a node once: real ones, or inferred where there is no real one', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        for (const { identity, state, statistics } of serviceGraph([trace]).nodes) {
          if (identity.type === 'client') continue;
          const own = trace.segments.filter(({ node }) => nodeKey(node) === nodeKey(identity));
          const counted = own.filter(
            ({ inferred, document }) => inferred !== (state === 'active') && isComplete(document),
          );
          expect(totalCount(statistics ?? NO_STATISTICS)).toBe(counted.length);
        }
      }),
      RUNS,
    );
  });

  it('leads at least as many calls to a node as it has segments that something called', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { nodes, edges } = contribution(trace);
        const segments = nodes.filter(({ identity }) => identity.type !== 'client').length;
        const orphans = trace.segments.filter(({ caller, root }) => caller === undefined && !root).length;
        expect(edges).toHaveLength(segments - orphans);
      }),
      RUNS,
    );
  });

  it('counts no more requests of a node than calls to it, but for those that nothing is known to have called', () => {
    fc.assert(
      fc.property(contradictions, (documents) => {
        const trace = assemble(TRACE_ID, allEnded(documents));
        const { nodes, edges } = serviceGraph([trace]);
        for (const [at, { identity, statistics }] of nodes.entries()) {
          const calls = edges.filter(({ to, link }) => to === at && !link);
          const called = calls.reduce((sum, edge) => sum + totalCount(edge.statistics), 0);
          const uncalled = trace.segments.filter(
            ({ node, caller, root }) => nodeKey(node) === nodeKey(identity) && caller === undefined && !root,
          );
          expect(called).toBeGreaterThanOrEqual(totalCount(statistics ?? NO_STATISTICS) - uncalled.length);
        }
      }),
      RUNS,
    );
  });

  it('refers only to nodes that it holds, each of them once', () => {
    fc.assert(
      fc.property(fc.array(traces, { maxLength: 4 }), (some) => {
        const { nodes, edges } = serviceGraph(some);
        expect(new Set(nodes.map(({ identity }) => nodeKey(identity))).size).toBe(nodes.length);
        for (const { from, to } of edges) {
          expect(nodes[from]).toBeDefined();
          expect(nodes[to]).toBeDefined();
        }
        expect(new Set(edges.map(({ from, to, link }) => `${from} ${to} ${link}`)).size).toBe(edges.length);
      }),
      RUNS,
    );
  });

  it('has histograms that count as many requests as the statistics', () => {
    fc.assert(
      fc.property(fc.array(traces, { maxLength: 4 }), (some) => {
        const { nodes, edges } = serviceGraph(some);
        for (const { statistics, responseTimes } of [...nodes, ...edges]) {
          const bars = responseTimes.reduce((sum, { count }) => sum + count, 0);
          expect(bars).toBe(totalCount(statistics ?? NO_STATISTICS));
        }
      }),
      RUNS,
    );
  });
});

/** A call in progress is not counted, its callee that has ended is. */
function allEnded(documents: readonly TraceDocument[]): TraceDocument[] {
  return JSON.parse(JSON.stringify(documents), (_key, value: Partial<TraceDocument> | null) => {
    if (value?.in_progress !== true) return value;
    const { in_progress: _, ...ended } = value;
    return { ...ended, end_time: 3 };
  }) as TraceDocument[];
}

describe('graphs of many traces', PATIENCE, () => {
  it('are the same in any order and however they are grouped', () => {
    fc.assert(
      fc.property(fc.array(traces, { maxLength: 5 }), fc.nat(5), (some, at) => {
        const parts = some.map((trace) => contribution(trace));
        const whole = foldGraph(parts);
        expect(foldGraph(parts.toReversed())).toEqual(whole);
        expect(mergeGraphs([foldGraph(parts.slice(0, at)), foldGraph(parts.slice(at))])).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('are the same however their documents were sent', () => {
    fc.assert(
      fc.property(sentTwice, ([one, other]) => {
        expect(serviceGraph([traceOf(...other)])).toEqual(serviceGraph([traceOf(...one)]));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

describe('what was added can be taken away exactly', PATIENCE, () => {
  const seconds = fc.double({ min: 0, max: 1e5, noNaN: true });
  const histogram = fc
    .array(seconds)
    .map((all) => mergeHistograms(all.map((value) => [{ value: histogramValue(value), count: 1 }])));
  const statistics = fc.record({
    ok: fc.nat(1000),
    error: fc.nat(1000),
    throttle: fc.nat(1000),
    fault: fc.nat(1000),
    totalResponseTime: fc.nat(1e12).map((microseconds) => microseconds / 1e6),
  });

  it('histograms', () => {
    fc.assert(
      fc.property(histogram, histogram, (a, b) => {
        expect(subtractHistogram(mergeHistograms([a, b]), b)).toEqual(a);
        expect(mergeHistograms([b, a])).toEqual(mergeHistograms([a, b]));
      }),
      RUNS,
    );
  });

  it('statistics', () => {
    fc.assert(
      fc.property(statistics, statistics, statistics, (a, b, c) => {
        expect(subtractStatistics(addStatistics(a, b), b)).toEqual(a);
        expect(addStatistics(addStatistics(a, b), c)).toEqual(addStatistics(a, addStatistics(b, c)));
      }),
      RUNS,
    );
  });

  it.each([
    [0.17799997, 0.178],
    [0.2, 0.2],
    [1.2345, 1.23],
    [99.96, 100],
    [12_345, 12_300],
    [0.000123456, 0.000123],
    [4e-10, 0],
    [0, 0],
    [-1, 0],
    [Number.NaN, 0],
  ])('%d s stand in a histogram as %d', (value, bar) => {
    expect(histogramValue(value)).toBe(bar);
  });

  it('a histogram value lies within half a percent of what it stands for, and stands for itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e11, noNaN: true }), (value) => {
        const bar = histogramValue(value);
        expect(Math.abs(bar - value)).toBeLessThanOrEqual(value * 0.00501);
        expect(histogramValue(bar)).toBe(bar);
      }),
      RUNS,
    );
  });
});
