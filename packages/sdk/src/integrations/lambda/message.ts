import { parseTraceHeader } from '@radiograph/protocol';
import type { Recorder } from '../../index.js';
import { type InvocationRecorder, type Subsegment, sharedRecorder } from '../../light.js';

/** A record of an SQS event, or of a partner's that carries a trace header in the same place. */
export interface Message {
  readonly messageId?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The trace header of the work that led to a record of an event: SQS carries it; a message of SNS, EventBridge and the streams may. */
export function traceHeaderOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { attributes, Sns, detail, kinesis, dynamodb } = record as Record<string, unknown>;
  return (
    headerIn(attributes, 'AWSTraceHeader') ??
    headerIn(member(member(Sns, 'MessageAttributes'), 'AWSTraceHeader'), 'Value') ??
    headerIn(detail, 'AWSTraceHeader') ??
    headerIn(record, 'trace-header') ??
    headerIn(kinesis, 'AWSTraceHeader') ??
    headerIn(dynamodb, 'AWSTraceHeader')
  );
}

/** Whether the trace that sent a message was recorded; `false` where the message does not tell. */
export function isSampled(record: Message): boolean {
  return parseTraceHeader(traceHeaderOf(record)).sampled === '1';
}

/**
 * Runs `body` as a subsegment for one message of a batch, linked to the trace that sent it. Messages of traces that are not
 * recorded are handled without one, and callees are told so.
 *
 * @example
 * for (const record of event.Records) await captureMessage(record, () => handle(record));
 */
export function captureMessage<T>(
  record: Message,
  body: (subsegment: Subsegment) => T,
  options: { readonly name?: string; readonly recorder?: Recorder } = {},
): T {
  const recorder: InvocationRecorder = options.recorder ?? sharedRecorder();
  const header = traceHeaderOf(record);
  const kept = header === undefined || parseTraceHeader(header).sampled !== '0';
  return recorder.capture(options.name ?? 'message', kept ? {} : { sampled: false }, (subsegment) => {
    if (header !== undefined) subsegment.addLink(header);
    if (record.messageId !== undefined) subsegment.addMetadata('message_id', record.messageId, 'sqs');
    return body(subsegment);
  });
}

function headerIn(value: unknown, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
