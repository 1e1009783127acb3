import type { JsonValue } from '@radiograph/protocol';
import type { Attributes, Span } from '../trace-request.js';

/** What a value that is no text counts. */
const VALUE_SIZE = 8;

/** The size of a span by `otlpLimits.spanSize`: the characters of its texts, and eight for each of its other values. */
export function spanSize(span: Span): number {
  let size = span.name.length + span.traceState.length + span.status.message.length + sizeOf(span.attributes);
  for (const event of span.events) size += VALUE_SIZE + event.name.length + sizeOf(event.attributes);
  for (const link of span.links) size += link.traceId.length + link.spanId.length + sizeOf(link.attributes);
  return size;
}

function sizeOf(attributes: Attributes): number {
  let size = 0;
  for (const [key, value] of attributes) size += key.length + valueSize(value);
  return size;
}

function valueSize(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return VALUE_SIZE;
  let size = VALUE_SIZE;
  if (Array.isArray(value)) {
    for (const element of value) size += valueSize(element);
    return size;
  }
  for (const [key, member] of Object.entries(value)) size += key.length + valueSize(member);
  return size;
}
