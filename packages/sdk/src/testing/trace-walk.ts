import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { isSubsegmentDocument } from '@radiograph/protocol';
import { type Difference, differences, type EntityPattern, type NamePattern } from './entity-pattern.js';
import { MemoryEmitter, type MemoryTrace } from './memory.js';

/** A segment or subsegment, with what it is inside of. */
export interface Place {
  readonly kind: 'segment' | 'subsegment';
  readonly entity: SegmentDocument | SubsegmentDocument;
  /** From the outermost to the parent. */
  readonly ancestors: readonly Place[];
  readonly children: Place[];
}

/**
 * What a test may look at: the traces of a memory emitter, one trace, or a document.
 *
 * @throws TypeError for anything else
 */
export function rootsOf(received: unknown): Place[] {
  if (isObject(received)) {
    const { traces } = received as Partial<MemoryEmitter>;
    if (received instanceof MemoryEmitter || Array.isArray(traces)) return (traces ?? []).flatMap(rootsOf);
    const { segments, orphans } = received as Partial<MemoryTrace>;
    if (Array.isArray(segments)) return [...segments, ...(orphans ?? [])].map((entity) => place(entity, []));
    if (Array.isArray(received)) return received.flatMap(rootsOf);
    if (typeof (received as Partial<TraceDocument>).start_time === 'number')
      return [place(received as unknown as TraceDocument, [])];
  }
  throw new TypeError('give expect() a trace, a segment or subsegment document, or what memory() gives');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function place(entity: TraceDocument | SubsegmentDocument, ancestors: readonly Place[]): Place {
  const isSegment =
    ancestors.length === 0 && 'trace_id' in entity && !isSubsegmentDocument(entity as TraceDocument);
  const made: Place = { kind: isSegment ? 'segment' : 'subsegment', entity, ancestors, children: [] };
  for (const child of entity.subsegments ?? []) made.children.push(place(child, [...ancestors, made]));
  return made;
}

/** All places at and below the given ones, in the order of the documents. */
export function allBelow(places: readonly Place[]): Place[] {
  return places.flatMap((each) => [each, ...allBelow(each.children)]);
}

/** Where a place is not what a pattern says; empty where it is. */
export function differencesAt(place: Place, pattern: NamePattern): Difference[] {
  if (typeof pattern === 'string' || pattern instanceof RegExp)
    return differences(place.entity.name, pattern, 'name');
  const { inside, subsegments = [], exception, error, fault, throttle, in_progress, ...members } = pattern;
  const found: Difference[] = differences(place.entity, members);
  for (const [flag, wanted] of Object.entries({ error, fault, throttle, in_progress }))
    if (wanted !== undefined) found.push(...differences(flagOf(place, flag), wanted, flag));
  if (exception !== undefined) found.push(...exceptionDifferences(place, exception));
  if (inside !== undefined && !place.ancestors.some((each) => differencesAt(each, inside).length === 0))
    found.push({ path: 'inside', found: place.ancestors.map(({ entity }) => entity.name), wanted: inside });
  for (const wanted of subsegments)
    if (!allBelow(place.children).some((each) => differencesAt(each, wanted).length === 0))
      found.push({ path: 'subsegments', found: place.children.map(({ entity }) => entity.name), wanted });
  return found;
}

function flagOf({ entity }: Place, flag: string): boolean {
  return (entity as unknown as Record<string, unknown>)[flag] === true;
}

function exceptionDifferences(
  { entity }: Place,
  wanted: NonNullable<EntityPattern['exception']>,
): Difference[] {
  const exceptions = typeof entity.cause === 'object' ? (entity.cause.exceptions ?? []) : [];
  const members = typeof wanted === 'string' || wanted instanceof RegExp ? { message: wanted } : wanted;
  const isThis = (exception: { readonly message?: string }): boolean => {
    const { message, ...others } = members as { message?: string | RegExp };
    const holds = typeof message === 'string' && (exception.message ?? '').includes(message);
    return (
      (holds || differences(exception.message, message ?? exception.message).length === 0) &&
      differences(exception, others).length === 0
    );
  };
  if (exceptions.some(isThis)) return [];
  const found = exceptions.map(({ type, message }) => `${type}: ${message}`);
  return [{ path: 'exception', found: found.length > 0 ? found : undefined, wanted }];
}
