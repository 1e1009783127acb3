/** What documents mean: assembled traces, records, graphs, views. Pure functions over readonly data, browser-safe. */

export { nodeKey, type NodeIdentity } from './node-identity.js';
export type { AssembledEntity, AssembledSegment, AssembledSubsegment, Outcome, OutcomeFlags, Trace } from './trace.js';
export type {
  AnnotationRecord,
  CallRecord,
  RequestRecord,
  RootCause,
  RootCauseEntity,
  RootCauseService,
  SegmentRecord,
  TraceRecord,
  UserRecord,
} from './trace-record.js';
export type { GraphEdge, GraphNode, Histogram, HistogramEntry, ServiceGraph, Statistics } from './service-graph.js';
