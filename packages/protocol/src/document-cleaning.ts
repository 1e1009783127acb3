import type { TraceDocument } from './document.js';
import { checkId, checkParentId, checkTraceId, isRawEntity, type RawEntity } from './entity-checks.js';
import { cleanSegment, cleanSubsegment } from './entity-cleaning.js';
import { Flaw, shown } from './flaw.js';
import { readTraceId } from './trace-id.js';
import type { Rejection } from './verdict.js';

/** A parsed document, cleaned of what X-Ray would strip, or why it is refused. */
export type ParsedDocument = { readonly accepted: true; readonly document: TraceDocument } | Rejection;

/** What a document is held to. */
export interface CleaningOptions {
  /** Hold X-Ray's own rules: the age of trace ids, and no end before the start. */
  readonly strict?: boolean;
  /** The current time in epoch seconds, for `strict`; the clock's when left out. */
  readonly nowS?: number;
}

const SHOWN_ID_CHARACTERS = 64;

/**
 * Validates and cleans one JSON value as a document. Never throws.
 *
 * It is refused, with one of X-Ray's codes, when something that X-Ray needs is missing or wrong in it or in any subsegment of
 * it. Everything else that does not follow the schema is stripped: unknown and wrongly typed members, annotations that are no
 * scalar, and everywhere the keys `__proto__` and `constructor`. The writer's own members inside `aws`, `service` and
 * `metadata` are kept as they are. Ids come out in lower case, trace ids in X-Ray's form. A value with nothing to clean is
 * given back itself.
 */
export function cleanDocument(value: unknown, options: CleaningOptions = {}): ParsedDocument {
  if (!isRawEntity(value)) {
    const flaw = new Flaw('InvalidSegment', '', `is ${shown(value)}; write an object`);
    return { accepted: false, code: flaw.code, message: flaw.message('segment') };
  }
  const strict = options.strict === true;
  const independent = value.type === 'subsegment';
  const cleaned =
    checkAddress(value, independent, strict ? (options.nowS ?? Date.now() / 1000) : undefined) ??
    (independent ? cleanSubsegment(value, 0, strict) : cleanSegment(value, strict));
  // The rules have just established what the type says.
  return cleaned instanceof Flaw
    ? rejection(cleaned, value, independent)
    : { accepted: true, document: cleaned as unknown as TraceDocument };
}

/** Checks the ids by which a document finds its place. */
function checkAddress(entity: RawEntity, independent: boolean, nowS: number | undefined): Flaw | undefined {
  return (
    checkId(entity.id) ?? checkTraceId(entity.trace_id, nowS) ?? checkParentId(entity.parent_id, independent)
  );
}

function rejection(flaw: Flaw, entity: RawEntity, independent: boolean): Rejection {
  const noun = independent || flaw.path.startsWith('subsegments[') ? 'subsegment' : 'segment';
  const { id, trace_id } = entity;
  const traceId = typeof trace_id === 'string' ? readTraceId(trace_id) : undefined;
  return {
    accepted: false,
    code: flaw.code,
    message: flaw.message(noun),
    ...(typeof id === 'string' && { id: id.slice(0, SHOWN_ID_CHARACTERS) }),
    ...(traceId !== undefined && { traceId }),
  };
}
