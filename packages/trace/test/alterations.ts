import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import type {
  EdgeContribution,
  GraphContribution,
  NodeContribution,
} from '../src/graph/graph-contribution.js';
import type { ServiceGraph } from '../src/service-graph.js';
import type { AssembledSegment, AssembledSubsegment, Trace } from '../src/trace.js';
import type { TraceRecord } from '../src/trace-record.js';
import { type Implementation, ours } from './suite.js';

/** What is different in an implementation with a mistake. */
type Alteration = Partial<Implementation>;

/** Assembles other documents than those given. */
export function documents(change: (all: readonly TraceDocument[]) => readonly TraceDocument[]): Alteration {
  return { assemble: (id, all) => ours.assemble(id, change(all)) };
}

/** Changes every subsegment in the documents, and those sent on their own; `depth` 0 is directly below a segment. */
export function subsegmentDocuments(
  change: (subsegment: SubsegmentDocument, depth: number) => SubsegmentDocument,
): Alteration {
  const below = (all: readonly SubsegmentDocument[], depth: number): SubsegmentDocument[] =>
    all.map((one) => changed(one, depth));
  const changed = (one: SubsegmentDocument, depth: number): SubsegmentDocument => {
    const made = change(one, depth);
    return one.subsegments === undefined ? made : { ...made, subsegments: below(one.subsegments, depth + 1) };
  };
  return documents((all) =>
    all.map((one) =>
      one.subsegments === undefined ? one : { ...one, subsegments: below(one.subsegments, 0) },
    ),
  );
}

/** Changes the trace that was assembled. */
export function trace(change: (made: Trace, from: readonly TraceDocument[]) => Trace): Alteration {
  return { assemble: (id, all) => change(ours.assemble(id, all), all) };
}

/** Changes the segments of the trace; none drops one, several repeat it. */
export function segments(
  change: (segment: AssembledSegment, made: Trace, from: readonly TraceDocument[]) => AssembledSegment[],
): Alteration {
  return trace((made, from) => ({
    ...made,
    segments: made.segments.flatMap((segment) => change(segment, made, from)),
  }));
}

/** Changes the subsegments of every segment. */
export function subsegments(
  change: (all: readonly AssembledSubsegment[], from: readonly TraceDocument[]) => AssembledSubsegment[],
): Alteration {
  return segments((segment, _, from) => [{ ...segment, subsegments: change(segment.subsegments, from) }]);
}

/** Changes the record of a trace. */
export function record(change: (made: TraceRecord, of: Trace) => TraceRecord): Alteration {
  return {
    traceRecord: (of, revision, options) => change(ours.traceRecord(of, revision, options), of),
  };
}

/** Changes what a trace adds to graphs. */
export function rows(change: (made: GraphContribution) => GraphContribution): Alteration {
  return { contribution: (of, linked) => change(ours.contribution(of, linked)) };
}

/** Changes the rows of segments and clients. */
export function nodeRows(change: (row: NodeContribution) => NodeContribution[]): Alteration {
  return rows(({ nodes, edges }) => ({ nodes: nodes.flatMap(change), edges }));
}

/** Changes the rows of calls. */
export function edgeRows(
  change: (row: EdgeContribution, nodes: readonly NodeContribution[]) => EdgeContribution[],
): Alteration {
  return rows(({ nodes, edges }) => ({ nodes, edges: edges.flatMap((row) => change(row, nodes)) }));
}

/** Changes all rows alike. */
export function allRows(
  change: <Row extends NodeContribution | EdgeContribution>(row: Row) => Row,
): Alteration {
  return rows(({ nodes, edges }) => ({ nodes: nodes.map(change), edges: edges.map(change) }));
}

/** Changes the graph of contributions. */
export function graph(
  change: (made: ServiceGraph, parts: readonly GraphContribution[]) => ServiceGraph,
): Alteration {
  return {
    foldGraph: (parts) => {
      const all = [...parts];
      return change(ours.foldGraph(all), all);
    },
  };
}
