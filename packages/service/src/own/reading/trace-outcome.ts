import type { Outcome, TraceRecord } from '@radiograph/trace';

/** How a trace ended for its client, or that it has not: what lists and charts count it as. */
export type TraceOutcome = Outcome | 'progress';

/** Counts of traces by outcome. */
export type OutcomeCounts = Record<TraceOutcome, number>;

/** No trace counted yet. */
export function noOutcomes(): OutcomeCounts {
  return { ok: 0, error: 0, throttle: 0, fault: 0, progress: 0 };
}

/** The outcome of a trace's entry; a trace of orphans only counts as in progress while its parts are. */
export function traceOutcome({ root, partial }: TraceRecord): TraceOutcome {
  if (root?.fault) return 'fault';
  if (root?.throttle) return 'throttle';
  if (root?.error) return 'error';
  return root?.partial === true || (root === undefined && partial) ? 'progress' : 'ok';
}
