import {
  isSegmentId,
  type JsonValue,
  type LinkDocument,
  parseTraceHeader,
  readTraceId,
} from '@radiograph/protocol';
import { jsonValue } from './json-value.js';

/** A segment or subsegment of another trace that has to do with this one, such as the sender of a message in a batch. */
export interface Link {
  readonly traceId: string;
  /** The id of the segment or subsegment there. */
  readonly id: string;
  /** Anything to be said of the relation. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** X-Ray keeps no more links of one segment. */
export const MAX_LINKS: number = 20;

/** Reads a link, or the trace header of whoever is linked to; `undefined` where it names no trace or no segment. Never throws. */
export function readLink(link: Link | string): LinkDocument | undefined {
  try {
    if (typeof link === 'string') return fromHeader(link);
    const traceId = readTraceId(link.traceId.trim());
    if (traceId === undefined || !isSegmentId(link.id)) return undefined;
    const attributes = link.attributes === undefined ? undefined : jsonValue(link.attributes);
    return {
      trace_id: traceId,
      id: link.id,
      ...(isObject(attributes) && { attributes }),
    };
  } catch {
    return undefined;
  }
}

function fromHeader(header: string): LinkDocument | undefined {
  const { root, parent } = parseTraceHeader(header);
  return root === undefined || parent === undefined ? undefined : { trace_id: root, id: parent };
}

function isObject(value: JsonValue | undefined): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
