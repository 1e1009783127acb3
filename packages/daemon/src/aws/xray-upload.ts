import type { UnprocessedTraceSegment } from '@aws-sdk/client-xray';
import type { UnprocessedDocument, Upload } from '../relay/upload.js';
import { classifyFailure } from './classify-failure.js';
import type { Upstream } from './upstream.js';

const utf8 = new TextDecoder();

/** Hands batches over by PutTraceSegments. Documents are passed on as text, whatever they hold. */
export async function uploadTo({ client, timeoutMs }: Upstream): Promise<Upload> {
  const { PutTraceSegmentsCommand } = await import('@aws-sdk/client-xray');
  return async (documents, signal) => {
    const command = new PutTraceSegmentsCommand({
      TraceSegmentDocuments: documents.map((document) => utf8.decode(document)),
    });
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

function readUnprocessed({ Id, ErrorCode, Message }: UnprocessedTraceSegment): UnprocessedDocument {
  return { id: Id, code: ErrorCode ?? 'unknown', message: Message ?? '' };
}
