import type { PutTraceSegmentsCommand, UnprocessedTraceSegment } from '@aws-sdk/client-xray';
import type { UnprocessedDocument, Upload } from '../relay/upload.js';
import { classifyFailure } from './classify-failure.js';
import { putSegmentsBody } from './put-segments-body.js';
import type { Upstream } from './upstream.js';

/** Hands batches over by PutTraceSegments. Documents are passed on as text, whatever they hold. */
export async function uploadTo({ client, timeoutMs }: Upstream): Promise<Upload> {
  const { PutTraceSegmentsCommand: Command } = await import('@aws-sdk/client-xray');
  return async (documents, signal) => {
    const command = new Command({ TraceSegmentDocuments: [] });
    replaceBody(command, putSegmentsBody(documents));
    // The client's own time-out ends with the answer's headers; a body that never ends must not hold a batch.
    const overdue = AbortSignal.timeout(2 * timeoutMs);
    try {
      const abortSignal = AbortSignal.any([signal, overdue]);
      const { UnprocessedTraceSegments = [] } = await client.send(command, { abortSignal });
      return { kind: 'taken', unprocessed: UnprocessedTraceSegments.map(readUnprocessed) };
    } catch (error) {
      return classifyFailure(error);
    }
  };
}

/** Sends a body that is made already: it takes its place before the client measures and signs it. */
function replaceBody({ middlewareStack }: PutTraceSegmentsCommand, body: Uint8Array): void {
  middlewareStack.add(
    (next) => (step) => {
      (step.request as { body: Uint8Array }).body = body;
      return next(step);
    },
    { step: 'build', priority: 'high', name: 'replaceBody' },
  );
}

function readUnprocessed({ Id, ErrorCode, Message }: UnprocessedTraceSegment): UnprocessedDocument {
  return { id: Id, code: ErrorCode ?? 'unknown', message: Message ?? '' };
}
