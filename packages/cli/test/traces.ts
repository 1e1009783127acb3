import { makeSegmentId, makeTraceId, type SegmentDocument } from '@radiograph/protocol';

/** A small segment of a trace of its own, that ended just now. */
export function makeSegment(name: string): SegmentDocument {
  const end = Date.now() / 1000;
  return {
    id: makeSegmentId(),
    trace_id: makeTraceId(),
    name,
    start_time: end - 0.1,
    end_time: end,
  };
}

/** Reads traces back by BatchGetTraces and gives the names of their segments, by trace id. */
export async function segmentNames(
  url: string,
  traceIds: readonly string[],
): Promise<Record<string, string[]>> {
  const response = await fetch(new URL('/Traces', url), {
    method: 'POST',
    body: JSON.stringify({ TraceIds: traceIds }),
  });
  const { Traces } = (await response.json()) as {
    Traces: { Id: string; Segments: { Document: string }[] }[];
  };
  return Object.fromEntries(
    Traces.map(({ Id, Segments }) => [Id, Segments.map(({ Document }) => JSON.parse(Document).name)]),
  );
}
