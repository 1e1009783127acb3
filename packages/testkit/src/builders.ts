import type {
  IndependentSubsegmentDocument,
  SegmentDocument,
  SubsegmentDocument,
  TraceDocument,
} from '@radiograph/protocol';

/** The trace that built documents belong to unless told otherwise. */
export const TRACE_ID: string = '1-581cf771-a006649127e371903a2de979';

/** When built documents start unless told otherwise, in epoch seconds: the time of {@link TRACE_ID}. */
export const START_S: number = 0x581cf771;

let built = 0;

/**
 * Builds a complete segment of {@link TRACE_ID}, named `shop`, 0.2 s long. Ids count up from 1 within a test file. What is
 * given replaces what is built; with `in_progress: true` there is no end.
 *
 * @example
 * segment({ name: 'cart', subsegments: [subsegment({ namespace: 'remote' })] })
 */
export function segment(given: Partial<SegmentDocument> = {}): SegmentDocument {
  const start = given.start_time ?? START_S;
  return {
    name: 'shop',
    id: nextId(),
    trace_id: TRACE_ID,
    start_time: start,
    ...(given.in_progress !== true && { end_time: start + 0.2 }),
    ...given,
  };
}

/** Builds a complete subsegment to be embedded, named `work`, 0.1 s long. Otherwise as {@link segment}. */
export function subsegment(given: Partial<SubsegmentDocument> = {}): SubsegmentDocument {
  const start = given.start_time ?? START_S + 0.05;
  return {
    name: 'work',
    id: nextId(),
    start_time: start,
    ...(given.in_progress !== true && { end_time: start + 0.1 }),
    ...given,
  };
}

/** Builds a subsegment that travels on its own, below the entity of this id. Otherwise as {@link subsegment}. */
export function independentSubsegment(
  parentId: string,
  given: Partial<IndependentSubsegmentDocument> = {},
): IndependentSubsegmentDocument {
  return {
    ...subsegment(given),
    type: 'subsegment',
    trace_id: given.trace_id ?? TRACE_ID,
    parent_id: parentId,
  };
}

/** The bytes of a document, as they travel after the datagram's header. */
export function documentBytes(document: TraceDocument): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}

function nextId(): string {
  built++;
  return built.toString(16).padStart(16, '0');
}
