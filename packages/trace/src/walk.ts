import type { AssembledEntity, AssembledSegment, AssembledSubsegment, Trace } from './trace.js';

/** Visits every subsegment below an entity, parents before children and siblings in order, however deep they nest. */
export function forEachSubsegment(
  entity: AssembledEntity,
  visit: (subsegment: AssembledSubsegment) => void,
): void {
  if (entity.subsegments.length === 0) return;
  const waiting = entity.subsegments.toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next);
    for (let i = next.subsegments.length - 1; i >= 0; i--) {
      const child = next.subsegments[i];
      if (child !== undefined) waiting.push(child);
    }
  }
}

/** Visits every entity of a trace with the segment it belongs to; the subsegments of orphans, and they, belong to none. */
export function forEachEntity(
  trace: Trace,
  visit: (entity: AssembledEntity, segment: AssembledSegment | undefined) => void,
): void {
  for (const segment of trace.segments) {
    visit(segment, segment);
    forEachSubsegment(segment, (subsegment) => visit(subsegment, segment));
  }
  for (const orphan of trace.orphans) {
    visit(orphan, undefined);
    forEachSubsegment(orphan, (subsegment) => visit(subsegment, undefined));
  }
}

/** The segments of a trace by id. */
export function segmentsById(trace: Trace): Map<string, AssembledSegment> {
  return new Map(trace.segments.map((segment) => [segment.document.id, segment]));
}
