import { ServiceError } from '../service-error.js';
import { batchGetTraces } from './batch-get-traces.js';
import { getEncryptionConfig, putEncryptionConfig } from './encryption-operations.js';
import { getSamplingStatisticSummaries } from './get-sampling-statistic-summaries.js';
import { getSamplingTargets } from './get-sampling-targets.js';
import { getServiceGraph } from './get-service-graph.js';
import { getTimeSeriesServiceStatistics } from './get-time-series-service-statistics.js';
import { getTraceGraph } from './get-trace-graph.js';
import { getTraceSummaries } from './get-trace-summaries.js';
import { createGroup, deleteGroup, getGroup, getGroups, updateGroup } from './group-operations.js';
import {
  getInsight,
  getInsightEvents,
  getInsightImpactGraph,
  getInsightSummaries,
} from './insight-operations.js';
import type { Operation } from './operation.js';
import { putTelemetryRecords } from './put-telemetry-records.js';
import { putTraceSegments } from './put-trace-segments.js';
import {
  cancelTraceRetrieval,
  getRetrievedTracesGraph,
  listRetrievedTraces,
  startTraceRetrieval,
} from './retrieval-operations.js';
import {
  createSamplingRule,
  deleteSamplingRule,
  getSamplingRules,
  updateSamplingRule,
} from './sampling-rule-operations.js';
import { listTagsForResource, tagResource, untagResource } from './tag-operations.js';

const supported: readonly Operation[] = [
  putTraceSegments,
  putTelemetryRecords,
  getTraceSummaries,
  batchGetTraces,
  getServiceGraph,
  getTraceGraph,
  getTimeSeriesServiceStatistics,
  getSamplingRules,
  createSamplingRule,
  updateSamplingRule,
  deleteSamplingRule,
  getSamplingTargets,
  getSamplingStatisticSummaries,
  createGroup,
  getGroup,
  getGroups,
  updateGroup,
  deleteGroup,
  tagResource,
  untagResource,
  listTagsForResource,
  getEncryptionConfig,
  putEncryptionConfig,
  getInsightSummaries,
  getInsight,
  getInsightEvents,
  getInsightImpactGraph,
  startTraceRetrieval,
  listRetrievedTraces,
  getRetrievedTracesGraph,
  cancelTraceRetrieval,
];

/** X-Ray's operations that only make sense inside AWS; the path of each is its name. */
const refused: readonly string[] = [
  'PutResourcePolicy',
  'ListResourcePolicies',
  'DeleteResourcePolicy',
  'GetIndexingRules',
  'UpdateIndexingRule',
  'GetTraceSegmentDestination',
  'UpdateTraceSegmentDestination',
];

/** All 38 operations of the X-Ray API by path; those that have no meaning here say so when they are called. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [...supported, ...refused.map(refusing)].map((operation) => [operation.path, operation]),
);

function refusing(name: string): Operation {
  return {
    name,
    path: `/${name}`,
    right: 'admin',
    maxBodyBytes: 1024 * 1024,
    answer: async () => {
      throw new ServiceError(
        'service/invalid-request',
        `${name} is not supported: it configures AWS accounts, and Radiograph has none.`,
      );
    },
  };
}
