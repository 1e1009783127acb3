import type { JsonValue } from '@radiograph/protocol';
import type { Scope, Span } from '../trace-request.js';
import { isException } from './cause.js';
import { plainObject } from './plain-object.js';
import type { SpanAttributes } from './span-attributes.js';

const KINDS: readonly string[] = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const OK_STATUS = 1;

/**
 * What a span has and documents have no member for: its own name where the document bears another, its kind, the instrumentation that
 * made it, that its status was set to OK, its trace state, and its events but for the exceptions, which are in the cause.
 */
export function otelMetadata(
  span: Span,
  attributes: SpanAttributes,
  scope: Scope,
  documentName: string,
): Readonly<Record<string, JsonValue>> {
  const metadata: Record<string, JsonValue> = {};
  if (span.name !== documentName && span.name !== '') metadata['name'] = span.name;
  metadata['kind'] = KINDS[span.kind] ?? span.kind;
  if (scope.name !== '')
    metadata['scope'] = scope.version === '' ? scope.name : `${scope.name}@${scope.version}`;
  if (span.status.code === OK_STATUS) metadata['status'] = 'OK';
  if (span.traceState !== '') metadata['trace_state'] = span.traceState;
  const events = otherEvents(span, attributes);
  if (events.length > 0) metadata['events'] = events;
  return metadata;
}

function otherEvents(span: Span, attributes: SpanAttributes): readonly JsonValue[] {
  const events: JsonValue[] = [];
  for (const event of span.events) {
    if (isException(event, attributes)) continue;
    const { name, time } = event;
    events.push(
      event.attributes.size === 0
        ? { name, time }
        : { name, time, attributes: plainObject(event.attributes) },
    );
  }
  return events;
}
