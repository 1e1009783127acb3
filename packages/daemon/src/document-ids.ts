/** The ids of a document as far as they can be read. */
export interface DocumentIds {
  readonly id?: string;
  readonly traceId?: string;
}

const TRACE_ID = /"trace_id"\s*:\s*"(1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24})"/;
const LONGEST = 64;

/**
 * Finds a document's ids in bytes that were not accepted, for a log line. Never throws.
 * What is not JSON is searched for a trace id only: the first `"id"` in a broken text may be a subsegment's.
 */
export function findIds(bytes: Uint8Array): DocumentIds {
  const text = new TextDecoder().decode(bytes);
  try {
    return idsOf(JSON.parse(text));
  } catch {
    const traceId = TRACE_ID.exec(text)?.[1];
    return traceId === undefined ? {} : { traceId };
  }
}

function idsOf(value: unknown): DocumentIds {
  if (typeof value !== 'object' || value === null) return {};
  const { id, trace_id: traceId } = value as { id?: unknown; trace_id?: unknown };
  return {
    ...(typeof id === 'string' && { id: id.slice(0, LONGEST) }),
    ...(typeof traceId === 'string' && { traceId: traceId.slice(0, LONGEST) }),
  };
}
