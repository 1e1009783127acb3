import type { ServiceGraph } from '../service-graph.js';
import type { Trace } from '../trace.js';
import { contribution } from './contribution.js';
import type { GraphContribution } from './graph-contribution.js';
import { GraphTally } from './graph-tally.js';
import { linkedTraceIds } from './link-edges.js';

/**
 * Adds the contributions of many traces up to a graph. Neither their order nor how they are grouped makes a difference.
 * Nodes are ordered by identity, edges by their nodes.
 */
export function foldGraph(contributions: Iterable<GraphContribution>): ServiceGraph {
  const tally = new GraphTally();
  for (const part of contributions) tally.add(part);
  return tally.graph();
}

/** Adds graphs up, as of several windows: the same as the graph of all their traces. */
export function mergeGraphs(graphs: Iterable<ServiceGraph>): ServiceGraph {
  const tally = new GraphTally();
  for (const graph of graphs) tally.merge(graph);
  return tally.graph();
}

/**
 * Draws the graph of some traces; links between them become edges.
 *
 * @example
 * const { nodes, edges } = serviceGraph([assemble(id, documents)]);
 */
export function serviceGraph(traces: Iterable<Trace>): ServiceGraph {
  const all = [...traces];
  if (all.every((trace) => linkedTraceIds(trace).length === 0))
    return foldGraph(all.map((trace) => contribution(trace)));
  const byId = new Map(all.map((trace) => [trace.id, trace]));
  return foldGraph(all.map((trace) => contribution(trace, (id) => byId.get(id))));
}
