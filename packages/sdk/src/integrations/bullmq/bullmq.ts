import { type CurrentEntity, context, defaultRecorder, type Entity, type Recorder } from '../../index.js';
import type { BullmqSpan, BullmqTelemetry } from './telemetry.js';

/** How jobs are recorded; everything may be left out. */
export interface BullmqOptions {
  /** The name of the segments of jobs; by default the recorder's `service`. */
  readonly name?: string;
  /** By default the default recorder. */
  readonly recorder?: Recorder;
}

/** bullmq's numbers for what adds jobs and for what works on them. */
const PRODUCER = 3;
const CONSUMER = 4;

/** What travels with a job. */
interface Metadata {
  readonly header: string;
}

/**
 * Lets queues and workers of `bullmq` record: adding a job is a subsegment of what is current, and working on it is a segment
 * of the same trace, also in another process. Names of jobs and queues are recorded, their data is not.
 *
 * @example
 * const queue = new Queue('mails', { connection, telemetry: bullmq() });
 * const worker = new Worker('mails', send, { connection, telemetry: bullmq({ name: 'mailer' }) });
 */
export function bullmq(options: BullmqOptions = {}): BullmqTelemetry {
  return {
    tracer: { startSpan: (name, kind, from) => startSpan(options, name, kind?.kind, from) },
    contextManager: {
      active: () => context.getStore(),
      with: (from, work) => (isEntity(from) ? context.run(from, work) : work()),
      getMetadata: (from) => (isEntity(from) ? from.downstreamHeader() : ''),
      fromMetadata: (_active, header): Metadata => ({ header }),
    },
  };
}

function isEntity(value: unknown): value is CurrentEntity {
  return typeof (value as { downstreamHeader?: unknown } | undefined)?.downstreamHeader === 'function';
}

function startSpan(
  options: BullmqOptions,
  name: string,
  kind: number | undefined,
  from: unknown,
): BullmqSpan {
  if (kind === CONSUMER) {
    const recorder = options.recorder ?? defaultRecorder();
    const { header } = (from ?? {}) as Partial<Metadata>;
    const segment = recorder.beginSegment(options.name ?? recorder.service, { header });
    return spanOf(segment, segment);
  }
  const current = context.getStore();
  if (kind !== PRODUCER || current?.sampled !== true) return spanOf(undefined, current);
  const subsegment = current.beginSubsegment(`bullmq ${name.replace(/^\w+ /, '')}`, { namespace: 'remote' });
  return spanOf(subsegment, subsegment.sampled ? (subsegment as CurrentEntity) : current);
}

/** @param recorded what this writes to @param current what is current inside */
function spanOf(recorded: Entity | undefined, current: CurrentEntity | undefined): BullmqSpan {
  return {
    setSpanOnContext: () => current,
    setAttribute: (key, value) => keep(recorded, key, value),
    setAttributes: (attributes) => {
      for (const key in attributes) keep(recorded, key, attributes[key]);
    },
    // A job's failure is told as an event, with the message only; the worker keeps the error to itself.
    addEvent: (name, attributes = {}) => {
      if (name === 'job failed') recorded?.addError(failureOf(attributes));
    },
    recordException: (exception) =>
      recorded?.addError(typeof exception === 'string' ? { name: 'Error', message: exception } : exception),
    end: () => recorded?.close(),
  };
}

function failureOf(attributes: Readonly<Record<string, unknown>>): object {
  const reason = attributes['bullmq.job.failed.reason'];
  return { name: 'Error', message: typeof reason === 'string' ? reason : 'the job failed' };
}

/** Names and numbers of queues and jobs; not what jobs are given, give back or fail with, which is anybody's data. */
const KEPT =
  /^bullmq\.(queue\.(name|operation)|job\.(id|name|key|attempts|attempts\.made|attempts\.finished|bulk\.count|delay|priority))$/;

function keep(recorded: Entity | undefined, key: string, value: unknown): void {
  if (recorded !== undefined && KEPT.test(key))
    recorded.addMetadata(key.slice('bullmq.'.length), value, 'bullmq');
}
