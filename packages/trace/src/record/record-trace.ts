import { callsOf } from '../calls.js';
import { entityTree } from '../entity-tree.js';
import type { Mutable } from '../mutable.js';
import { outcome } from '../outcome.js';
import { elapsed } from '../timing.js';
import type { Trace } from '../trace.js';
import type { TraceRecord } from '../trace-record.js';
import { forEachEntity } from '../walk.js';
import { annotationRecords } from './annotations.js';
import { failureCauses } from './failure-causes.js';
import { placesOf, userRecords } from './places.js';
import { callRecord, segmentRecord } from './request-record.js';
import { responseTimeCauses } from './response-time-cause.js';

/** What a record is held to. */
export interface RecordOptions {
  /** How many annotations are indexed; all when left out. X-Ray's own limit is `limits.indexedAnnotations`. */
  readonly indexedAnnotations?: number;
}

/**
 * Writes down what filter expressions and trace summaries see of a trace.
 *
 * @param revision counts the changes of the trace; kept as given
 *
 * @example
 * const record = traceRecord(assemble(id, documents), 1);
 * if (record.root?.fault) console.log(record.faultRootCauses);
 */
export function traceRecord(trace: Trace, revision: number, options: RecordOptions = {}): TraceRecord {
  const segments = trace.segments.map(segmentRecord);
  const calls = callsOf(trace).map(callRecord);
  const root = segments.find((segment) => segment.root);
  const { availabilityZones, instanceIds, resourceArns } = placesOf(trace);
  const { faultRootCauses, errorRootCauses, responseTimeRootCauses } = rootCauses(trace);
  const record: Mutable<TraceRecord> = {
    id: trace.id,
    start: trace.start,
    end: trace.end,
    duration: elapsed(trace.start, trace.end),
    revision,
    partial: trace.partial,
    inferred: segments.some(({ inferred }) => inferred),
    throttle: segments.some(({ throttle }) => throttle) || calls.some(({ throttle }) => throttle),
    segments,
    calls,
    annotations: annotationRecords(trace, options.indexedAnnotations ?? Number.POSITIVE_INFINITY),
    users: userRecords(trace),
    availabilityZones,
    instanceIds,
    resourceArns,
    faultRootCauses,
    errorRootCauses,
    responseTimeRootCauses,
  };
  if (root !== undefined) record.root = root;
  return record;
}

type RootCauses = Pick<TraceRecord, 'faultRootCauses' | 'errorRootCauses' | 'responseTimeRootCauses'>;

function rootCauses(trace: Trace): RootCauses {
  const responseTimeRootCauses = responseTimeCauses(trace);
  if (!hasFailure(trace)) return { faultRootCauses: [], errorRootCauses: [], responseTimeRootCauses };
  const tree = entityTree(trace);
  return {
    faultRootCauses: failureCauses(trace, tree, ({ fault }) => fault),
    errorRootCauses: failureCauses(trace, tree, ({ error, throttle }) => error || throttle),
    responseTimeRootCauses,
  };
}

/** In most traces nothing failed, so that no tree is needed. */
function hasFailure(trace: Trace): boolean {
  let failed = false;
  forEachEntity(trace, ({ document }) => {
    failed ||= outcome(document) !== 'ok';
  });
  return failed;
}
