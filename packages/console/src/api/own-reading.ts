import { call } from './call.js';
import { finite, type Unknown } from './reading.js';

/** What a page asks about: traces of a window `[start, end)` in epoch seconds that match a filter expression; empty means all. */
export interface Scope {
  readonly start: number;
  readonly end: number;
  readonly filter: string;
  /** How long the service may look, in milliseconds; its own limit where absent. */
  readonly budgetMs?: number | undefined;
}

/** How much of a scope the service looked at before its time was over. */
export interface Coverage {
  readonly matched: number;
  readonly scanned: number;
  readonly complete: boolean;
  /** What is older than this is missing, epoch seconds. */
  readonly since: number;
}

/** Asks one of the readings of the service's own API. */
export function askReading(
  name: string,
  { start, end, filter, budgetMs }: Scope,
  more: object,
  signal: AbortSignal,
): Promise<unknown> {
  return call(
    `/radiograph/v1/${name}`,
    {
      start,
      end,
      ...(filter.trim() !== '' && { filter }),
      ...(budgetMs !== undefined && { budgetMs }),
      ...more,
    },
    signal,
  );
}

/** The coverage that an answer states. */
export function readCoverage(wire: Unknown): Coverage {
  return {
    matched: finite(wire['matched']) ?? 0,
    scanned: finite(wire['scanned']) ?? 0,
    complete: wire['complete'] === true,
    since: finite(wire['since']) ?? 0,
  };
}
