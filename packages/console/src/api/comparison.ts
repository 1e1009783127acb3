import { call } from './call.js';
import { finite, list, members, text, texts, type Unknown } from './reading.js';

/** Two traces beside each other. Times in epoch seconds, durations in seconds. */
export interface Comparison {
  readonly left: ComparedTrace;
  readonly right: ComparedTrace;
  /** Places of the merged tree, each followed by what is below it. */
  readonly rows: readonly ComparedRow[];
}

/** One of two traces. */
export interface ComparedTrace {
  readonly id: string;
  readonly name: string;
  readonly start: number;
  readonly duration: number;
  readonly outcome: string;
}

/** What two traces have at one place. A side that has nothing there is absent. */
export interface ComparedRow {
  readonly name: string;
  readonly isSegment: boolean;
  readonly depth: number;
  readonly left?: ComparedSide;
  readonly right?: ComparedSide;
  /** Seconds that the right side took longer. */
  readonly difference: number;
}

/** The entities of one trace at one place. */
export interface ComparedSide {
  readonly count: number;
  readonly duration: number;
  readonly failed: number;
  readonly ids: readonly string[];
}

/** Compares two traces. */
export async function fetchComparison(left: string, right: string, signal: AbortSignal): Promise<Comparison> {
  return readComparison(await call('/radiograph/v1/compare', { left, right }, signal));
}

/** The answer of the service as a comparison; what is missing in it counts as nothing. */
export function readComparison(answer: unknown): Comparison {
  const wire = members(answer);
  return {
    left: readTrace(members(wire['left'])),
    right: readTrace(members(wire['right'])),
    rows: list(wire['rows']).map((row) => readRow(members(row))),
  };
}

function readTrace(wire: Unknown): ComparedTrace {
  const id = text(wire['id']) ?? '';
  return {
    id,
    name: text(members(wire['entry'])['name']) ?? id,
    start: finite(wire['start']) ?? 0,
    duration: finite(wire['duration']) ?? 0,
    outcome: text(wire['outcome']) ?? 'ok',
  };
}

function readRow(wire: Unknown): ComparedRow {
  const [left, right] = [wire['left'], wire['right']];
  return {
    name: text(wire['name']) ?? '',
    isSegment: wire['kind'] === 'segment',
    depth: finite(wire['depth']) ?? 0,
    ...(left !== undefined && { left: readSide(members(left)) }),
    ...(right !== undefined && { right: readSide(members(right)) }),
    difference: finite(wire['difference']) ?? 0,
  };
}

function readSide(wire: Unknown): ComparedSide {
  return {
    count: finite(wire['count']) ?? 0,
    duration: finite(wire['duration']) ?? 0,
    failed: finite(wire['failed']) ?? 0,
    ids: texts(wire['ids']),
  };
}
