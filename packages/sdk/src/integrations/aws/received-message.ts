import type { Subsegment } from '../../index.js';
import type { KnownCall } from './describe.js';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The trace header that a message of SQS came with: as `ReceiveMessage` gives it, where `AWSTraceHeader` was among the
 * `MessageSystemAttributeNames` that were asked for, or as a Lambda function gets it. Give it to `segment` to go on with
 * the sender's trace.
 *
 * @example
 * for (const message of Messages ?? [])
 *   await segment('worker', { header: traceHeaderOf(message) }, () => handle(message));
 */
export function traceHeaderOf(message: unknown): string | undefined {
  const { Attributes, attributes } = (message ?? {}) as { Attributes?: Attributes; attributes?: Attributes };
  const header = (Attributes ?? attributes)?.['AWSTraceHeader'];
  return typeof header === 'string' ? header : undefined;
}

/** Links the call that received messages to the traces that sent them. */
export function linkReceived(subsegment: Subsegment, { name, operation }: KnownCall, output: unknown): void {
  if (name !== 'SQS' || operation !== 'ReceiveMessage') return;
  const { Messages } = (output ?? {}) as { Messages?: unknown };
  if (!Array.isArray(Messages)) return;
  for (const message of Messages) {
    const header = traceHeaderOf(message);
    if (header !== undefined) subsegment.addLink(header);
  }
}
