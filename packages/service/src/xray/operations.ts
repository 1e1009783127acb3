import { ServiceError } from '../service-error.js';
import { batchGetTraces } from './batch-get-traces.js';
import { getSamplingRules } from './get-sampling-rules.js';
import { getSamplingTargets } from './get-sampling-targets.js';
import { getServiceGraph } from './get-service-graph.js';
import { getTraceGraph } from './get-trace-graph.js';
import { getTraceSummaries } from './get-trace-summaries.js';
import type { Operation } from './operation.js';
import { putTelemetryRecords } from './put-telemetry-records.js';
import { putTraceSegments } from './put-trace-segments.js';

const supported: readonly Operation[] = [
  putTraceSegments,
  putTelemetryRecords,
  getSamplingRules,
  getSamplingTargets,
  getTraceSummaries,
  batchGetTraces,
  getServiceGraph,
  getTraceGraph,
];

/** The paths of X-Ray's other operations. Where a path is not the operation's name, the name follows. */
const unsupported: readonly (readonly [path: string, name?: string])[] = [
  ['/CancelTraceRetrieval'],
  ['/CreateGroup'],
  ['/CreateSamplingRule'],
  ['/DeleteGroup'],
  ['/DeleteResourcePolicy'],
  ['/DeleteSamplingRule'],
  ['/EncryptionConfig', 'GetEncryptionConfig'],
  ['/GetGroup'],
  ['/GetIndexingRules'],
  ['/GetRetrievedTracesGraph'],
  ['/GetTraceSegmentDestination'],
  ['/Groups', 'GetGroups'],
  ['/Insight', 'GetInsight'],
  ['/InsightEvents', 'GetInsightEvents'],
  ['/InsightImpactGraph', 'GetInsightImpactGraph'],
  ['/InsightSummaries', 'GetInsightSummaries'],
  ['/ListResourcePolicies'],
  ['/ListRetrievedTraces'],
  ['/ListTagsForResource'],
  ['/PutEncryptionConfig'],
  ['/PutResourcePolicy'],
  ['/SamplingStatisticSummaries', 'GetSamplingStatisticSummaries'],
  ['/StartTraceRetrieval'],
  ['/TagResource'],
  ['/TimeSeriesServiceStatistics', 'GetTimeSeriesServiceStatistics'],
  ['/UntagResource'],
  ['/UpdateGroup'],
  ['/UpdateIndexingRule'],
  ['/UpdateSamplingRule'],
  ['/UpdateTraceSegmentDestination'],
];

/** All 38 operations of the X-Ray API by path; those not supported yet say so when they are called. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [...supported, ...unsupported.map(([path, name]) => refusing(name ?? path.slice(1), path))].map(
    (operation) => [operation.path, operation],
  ),
);

function refusing(name: string, path: string): Operation {
  return {
    name,
    path,
    maxBodyBytes: 1024 * 1024,
    answer: async () => {
      throw new ServiceError('service/invalid-request', `${name} is not supported yet.`);
    },
  };
}
