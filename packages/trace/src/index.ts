/** What documents mean: assembled traces, records, graphs, views. Pure functions over readonly data, browser-safe. */

// For users
export { assemble } from './assembly/assemble.js';
export { compiledDocument } from './compiled-document.js';
// For integrators
export { contribution } from './graph/contribution.js';
export { foldGraph, mergeGraphs, serviceGraph } from './graph/fold-graph.js';
export type { EdgeContribution, GraphContribution, NodeContribution } from './graph/graph-contribution.js';
export { histogramValue, mergeHistograms, subtractHistogram } from './graph/histogram.js';
export { type LinkedTraces, linkedTraceIds } from './graph/link-edges.js';
export {
  addStatistics,
  NO_STATISTICS,
  subtractStatistics,
  toMicroseconds,
  totalCount,
} from './graph/statistics.js';
export { isEntryCall, type TimeSeriesPoint, timeSeries } from './graph/time-series.js';
export type { NodeIdentity } from './node-identity.js';
export { nodeKey } from './node-identity.js';
export { outcome, outcomeFlags } from './outcome.js';
export { type RecordOptions, traceRecord } from './record/record-trace.js';
export type {
  GraphEdge,
  GraphNode,
  Histogram,
  HistogramEntry,
  ServiceGraph,
  Statistics,
} from './service-graph.js';
export { elapsed, endOf, isComplete, responseTime } from './timing.js';
export type {
  AssembledEntity,
  AssembledSegment,
  AssembledSubsegment,
  Outcome,
  OutcomeFlags,
  Trace,
} from './trace.js';
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
export { type ComparisonRow, type ComparisonSide, compareTraces } from './views/comparison.js';
export { type CriticalStep, criticalPath } from './views/critical-path.js';
export {
  type ExceptionGroup,
  type ExceptionOccurrence,
  exceptionGroups,
  exceptionOccurrences,
} from './views/exceptions.js';
export { type FlameBar, flameChart } from './views/flame-chart.js';
export { type WaterfallRow, waterfall } from './views/waterfall.js';
export { forEachEntity, forEachSubsegment } from './walk.js';
