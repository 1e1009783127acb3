import type { TraceDocument } from '@radiograph/protocol';
import { call } from './call.js';
import { finite, list, members, text } from './reading.js';

/** One trace as the service keeps it: its documents, inferred ones left out because `assemble` makes them anew. */
export interface TraceDocuments {
  readonly id: string;
  readonly documents: readonly TraceDocument[];
  /** Documents beyond the service's limit for one trace were left out. */
  readonly limitExceeded: boolean;
}

/** The documents of one trace, or undefined where the service does not know it. */
export async function fetchTrace(id: string, signal?: AbortSignal): Promise<TraceDocuments | undefined> {
  return readTraces(await call('/Traces', { TraceIds: [id] }, signal)).find((trace) => trace.id === id);
}

/** X-Ray's BatchGetTraces answer as documents; a document that is not JSON, or lacks id, name or start, is left out. */
export function readTraces(answer: unknown): readonly TraceDocuments[] {
  return list(members(answer)['Traces'])
    .map(members)
    .map((wire) => ({
      id: text(wire['Id']) ?? '',
      documents: list(wire['Segments']).flatMap((segment) =>
        readDocument(text(members(segment)['Document']) ?? ''),
      ),
      limitExceeded: wire['LimitExceeded'] === true,
    }));
}

function readDocument(json: string): readonly TraceDocument[] {
  try {
    const value: unknown = JSON.parse(json);
    return isWanted(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isWanted(value: unknown): value is TraceDocument {
  const document = members(value);
  return (
    text(document['id']) !== undefined &&
    text(document['name']) !== undefined &&
    finite(document['start_time']) !== undefined &&
    document['inferred'] !== true
  );
}
