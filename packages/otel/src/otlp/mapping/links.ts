import { type LinkDocument, readSegmentId, readTraceId } from '@radiograph/protocol';
import type { Span } from '../trace-request.js';
import { plainObject } from './plain-object.js';

/** The links of a span to spans that have proper ids; `undefined` where there is none. */
export function linkDocuments(span: Span): readonly LinkDocument[] | undefined {
  const links: LinkDocument[] = [];
  for (const { traceId, spanId, attributes } of span.links) {
    const trace_id = readTraceId(traceId);
    const id = readSegmentId(spanId);
    if (trace_id === undefined || id === undefined) continue;
    links.push(
      attributes.size === 0 ? { trace_id, id } : { trace_id, id, attributes: plainObject(attributes) },
    );
  }
  return links.length === 0 ? undefined : links;
}
