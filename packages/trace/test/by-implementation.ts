import type { TraceDocument } from '@radiograph/protocol';
import type { ServiceGraph } from '../src/service-graph.js';
import type { Trace } from '../src/trace.js';
import type { TraceRecord } from '../src/trace-record.js';
import { TRACE_ID } from './build.js';
import type { Implementation } from './suite.js';

/** The test's trace, as an implementation assembles it. */
export function traceBy({ assemble }: Implementation, documents: readonly TraceDocument[]): Trace {
  return assemble(TRACE_ID, documents);
}

/** The record of the test's trace, as an implementation writes it. */
export function recordBy(implementation: Implementation, documents: readonly TraceDocument[]): TraceRecord {
  return implementation.traceRecord(traceBy(implementation, documents), 1);
}

/** The graph of several traces, each of the id that its documents bear, with the links between them. */
export function graphBy(
  { assemble, contribution, foldGraph }: Implementation,
  documents: readonly (readonly TraceDocument[])[],
): ServiceGraph {
  const traces = documents.map((some) => assemble(some[0]?.trace_id ?? TRACE_ID, some));
  const byId = new Map(traces.map((trace) => [trace.id, trace]));
  return foldGraph(traces.map((trace) => contribution(trace, (id) => byId.get(id))));
}

/**
 * A graph in words, nodes before edges, each in order: `pay (remote): unknown 0.1..0.4, 1 fault, 0.3 s`. What has no statistics
 * ends after its times.
 */
export function sketchOf(graph: ServiceGraph): string[] {
  const name = (index: number): string => {
    const { name, type, accountId } = graph.nodes[index]!.identity;
    return `${name}${type === undefined ? '' : ` (${type})`}${accountId === undefined ? '' : ` @${accountId}`}`;
  };
  const nodes = graph.nodes.map(({ root, state, start, end, statistics }, index) => {
    const counted = statistics === undefined ? '' : `, ${inWords(statistics)}`;
    return `${name(index)}: ${root ? 'root ' : ''}${state} ${start}..${end}${counted}`;
  });
  const edges = graph.edges.map(({ from, to, start, end, statistics, aliases, link }) => {
    const others = aliases.map((alias) => `, alias ${alias.name}`).join('');
    return `${name(from)} -> ${name(to)}: ${link ? 'link ' : ''}${start}..${end}, ${inWords(statistics)}${others}`;
  });
  return [...nodes.sort(), ...edges.sort()];
}

function inWords({
  ok,
  error,
  throttle,
  fault,
  totalResponseTime,
}: NonNullable<ServiceGraph['nodes'][number]['statistics']>): string {
  const counted = Object.entries({ ok, error, throttle, fault }).filter(([, count]) => count !== 0);
  const classes = counted.map(([outcome, count]) => `${count} ${outcome}`).join(' ');
  return `${classes || 'none'}, ${totalResponseTime} s`;
}
