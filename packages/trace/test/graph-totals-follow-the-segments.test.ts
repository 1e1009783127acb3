import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assemble } from '../src/assembly/assemble.js';
import { contribution } from '../src/graph/contribution.js';
import { serviceGraph } from '../src/graph/fold-graph.js';
import { NO_STATISTICS, totalCount } from '../src/graph/statistics.js';
import { nodeKey } from '../src/node-identity.js';
import { isComplete } from '../src/timing.js';
import { contradictions, PATIENCE, SEED } from './arbitrary.js';
import { TRACE_ID } from './build.js';

const traces = contradictions.map((documents) => assemble(TRACE_ID, documents));

it(
  'calls to a node count at least its segments, less those that nothing called or whose call goes on',
  PATIENCE,
  () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { nodes, edges } = serviceGraph([trace]);
        const open = contribution(trace).edges.filter(({ outcome }) => outcome === undefined);
        nodes.forEach(({ identity, statistics }, index) => {
          const own = trace.segments.filter(({ node }) => nodeKey(node) === nodeKey(identity));
          const uncalled = own.filter(
            ({ caller, root, document }) => !caller && !root && isComplete(document),
          );
          const unanswered = open.filter(({ to }) => nodeKey(to) === nodeKey(identity));
          const called = edges
            .filter(({ to }) => to === index)
            .reduce((sum, edge) => sum + totalCount(edge.statistics), 0);
          const total = totalCount(statistics ?? NO_STATISTICS);
          expect(called).toBeGreaterThanOrEqual(total - uncalled.length - unanswered.length);
        });
      }),
      { seed: SEED, numRuns: 1000 },
    );
  },
);

it('every class of every node and edge is what its finished segments and calls amount to', PATIENCE, () => {
  fc.assert(
    fc.property(fc.array(traces, { maxLength: 4 }), (some) => {
      const { nodes, edges } = serviceGraph(some);
      const rows = some.flatMap((trace) => contribution(trace).edges);
      for (const { from, to, statistics } of edges) {
        const [caller, callee] = [nodeKey(nodes[from]!.identity), nodeKey(nodes[to]!.identity)];
        const own = rows.filter((row) => nodeKey(row.from) === caller && nodeKey(row.to) === callee);
        for (const outcome of ['ok', 'error', 'throttle', 'fault'] as const) {
          expect(statistics[outcome]).toBe(own.filter((row) => row.outcome === outcome).length);
        }
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});
