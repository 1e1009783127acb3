import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { assemble } from '../src/assembly/assemble.js';
import type { GraphEdge, GraphNode, ServiceGraph, Statistics } from '../src/service-graph.js';
import type { AssembledSegment, Trace } from '../src/trace.js';

export const TRACE_ID = '1-581cf771-a006649127e371903a2de979';
export const OTHER_ID = '1-581cf772-a006649127e371903a2de979';

/** A segment of the test's trace. */
export function segment(
  members: Omit<SegmentDocument, 'trace_id' | 'type'>,
  traceId: string = TRACE_ID,
): SegmentDocument {
  return { ...members, trace_id: traceId };
}

/** A subsegment sent on its own. */
export function streamed(
  parentId: string,
  members: SubsegmentDocument,
  traceId: string = TRACE_ID,
): TraceDocument {
  return { ...members, type: 'subsegment', trace_id: traceId, parent_id: parentId };
}

/** Assembles the documents of the test's trace. */
export function traceOf(...documents: readonly TraceDocument[]): Trace {
  return assemble(TRACE_ID, documents);
}

/** The segment of this id. */
export function segmentOf(trace: Trace, id: string): AssembledSegment {
  const found = trace.segments.find(({ document }) => document.id === id);
  if (found === undefined)
    throw new Error(`no segment ${id} in ${trace.segments.map((s) => s.document.id).join()}`);
  return found;
}

/** A node as `name` or `name (type)`, with the account after an `@`. */
export function label({ identity }: Pick<GraphNode, 'identity'>): string {
  const type = identity.type === undefined ? '' : ` (${identity.type})`;
  return `${identity.name}${type}${identity.accountId === undefined ? '' : ` @${identity.accountId}`}`;
}

/** All nodes, as labels. */
export function nodesOf(graph: ServiceGraph): string[] {
  return graph.nodes.map(label).sort();
}

/** All edges, as `from -> to`. */
export function edgesOf(graph: ServiceGraph): string[] {
  const at = (index: number): string =>
    label(graph.nodes[index] ?? { identity: { name: `no node ${index}` } });
  return graph.edges.map(({ from, to }) => `${at(from)} -> ${at(to)}`).sort();
}

/** The node with this label. */
export function nodeOf(graph: ServiceGraph, wanted: string): GraphNode {
  const found = graph.nodes.find((node) => label(node) === wanted);
  if (found === undefined) throw new Error(`no node ${wanted} in ${nodesOf(graph).join()}`);
  return found;
}

/** The edge between the nodes with these labels. */
export function edgeOf(graph: ServiceGraph, from: string, to: string): GraphEdge {
  const [left, right] = [nodeOf(graph, from), nodeOf(graph, to)];
  const found = graph.edges.find((edge) => graph.nodes[edge.from] === left && graph.nodes[edge.to] === right);
  if (found === undefined) throw new Error(`no edge ${from} -> ${to} in ${edgesOf(graph).join()}`);
  return found;
}

/** Statistics with zeros for what is left out. */
export function counts(some: Partial<Statistics>): Statistics {
  return { ok: 0, error: 0, throttle: 0, fault: 0, totalResponseTime: 0, ...some };
}
