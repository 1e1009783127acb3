import { OUTCOMES, type Status } from '../model/status.js';
import { askReading, type Coverage, readCoverage, type Scope } from './own-reading.js';
import { finite, list, members, text, type Unknown } from './reading.js';

/** When traces began, how long they took and how they ended. */
export interface TraceHistogram extends Coverage {
  /** The length of a period in seconds. */
  readonly periodS: number;
  readonly periods: readonly Period[];
  readonly cells: readonly Cell[];
}

/** Counts of the traces that began in one period. */
export interface Period {
  /** Epoch seconds. */
  readonly start: number;
  readonly counts: Readonly<Record<Status, number>>;
}

/** Traces of one period, one stretch of response times `[from, to)` in seconds, and one outcome. */
export interface Cell {
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: Status;
  readonly count: number;
  /** The latest of them. */
  readonly traceId: string;
}

/** Counts the traces of a scope in at most so many periods. */
export async function fetchHistogram(
  scope: Scope,
  periods: number,
  signal: AbortSignal,
): Promise<TraceHistogram> {
  return readTraceHistogram(await askReading('histogram', scope, { periods }, signal));
}

/** The answer of the service as a histogram; what is missing in it counts as nothing. */
export function readTraceHistogram(answer: unknown): TraceHistogram {
  const wire = members(answer);
  return {
    ...readCoverage(wire),
    periodS: Math.max(1, finite(wire['periodS']) ?? 1),
    periods: list(wire['periods']).map((period) => readPeriod(members(period))),
    cells: list(wire['cells']).map((cell) => readCell(members(cell))),
  };
}

/** An outcome's name on the wire as a status. */
export function readStatus(value: unknown): Status {
  return value === 'progress' ? 'progress' : (OUTCOMES.find((outcome) => outcome === value) ?? 'ok');
}

function readPeriod(wire: Unknown): Period {
  const count = (name: string): number => finite(wire[name]) ?? 0;
  return {
    start: count('start'),
    counts: {
      ok: count('ok'),
      error: count('error'),
      throttle: count('throttle'),
      fault: count('fault'),
      progress: count('progress'),
    },
  };
}

function readCell(wire: Unknown): Cell {
  return {
    start: finite(wire['start']) ?? 0,
    from: finite(wire['from']) ?? 0,
    to: finite(wire['to']) ?? 0,
    outcome: readStatus(wire['outcome']),
    count: finite(wire['count']) ?? 0,
    traceId: text(wire['traceId']) ?? '',
  };
}
