import type { EntityDocument } from '@radiograph/protocol';

/** Whether an entity has ended. */
export function isComplete(document: EntityDocument): boolean {
  return document.end_time !== undefined && document.in_progress !== true;
}

/** When an entity ended, in epoch seconds, never before its start; undefined while in progress. */
export function endOf(document: EntityDocument): number | undefined {
  return document.end_time !== undefined && document.in_progress !== true
    ? Math.max(document.start_time, document.end_time)
    : undefined;
}

/** The last moment known of an entity, in epoch seconds: its end, or its start while in progress. */
export function lastMoment(document: EntityDocument): number {
  return endOf(document) ?? document.start_time;
}

/**
 * The seconds from one time to another, never negative, to the microsecond: a double near today's epoch resolves a quarter of
 * a microsecond, so what lies below is noise.
 */
export function elapsed(start: number, end: number): number {
  return Math.max(0, Math.round((end - start) * 1e6) / 1e6);
}

/** How long an entity took from its own start to its own end, in seconds; undefined while in progress. */
export function responseTime(document: EntityDocument): number | undefined {
  const end = endOf(document);
  return end === undefined ? undefined : elapsed(document.start_time, end);
}
