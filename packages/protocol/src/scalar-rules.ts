import { readSegmentId } from './segment-id.js';
import { readTraceId } from './trace-id.js';

/*
 * Rules for members that hold one scalar. Each gives the value, a cleaned one, or undefined to strip the member.
 */

const WHOLE_NUMBER = /^-?\d{1,15}$/;

/** A string of any length: long ones are cut in indexes, never in the document. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A string, or a number taken for one: hand-written documents give account ids as numbers. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : text(value);
}

/** A boolean. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** A finite number. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number. Some SDKs write it as text (`content_length` straight from the header), which is read. */
export function integer(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && WHOLE_NUMBER.test(value) ? Number(value) : undefined;
}

/** What an annotation may hold: a string, a boolean or a finite number. */
export function annotationValue(value: unknown): unknown {
  return typeof value === 'string' || typeof value === 'boolean' ? value : number(value);
}

/** A segment id in any case, where it is optional. */
export function segmentId(value: unknown): string | undefined {
  return typeof value === 'string' ? readSegmentId(value) : undefined;
}

/** A trace id in either form, where it is optional. */
export function traceId(value: unknown): string | undefined {
  return typeof value === 'string' ? readTraceId(value) : undefined;
}

/** The one value of `type` that has a meaning. */
export function subsegmentType(value: unknown): 'subsegment' | undefined {
  return value === 'subsegment' ? value : undefined;
}
