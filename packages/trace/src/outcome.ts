import type { EntityDocument } from '@radiograph/protocol';
import type { Outcome, OutcomeFlags } from './trace.js';

/**
 * Tells whether an entity erred, was throttled or faulted: by its flags, or where it bears none of the three, by its HTTP
 * response status (429 throttle and error, other 4xx error, 5xx fault). Several may hold at once.
 */
export function outcomeFlags(document: EntityDocument): OutcomeFlags {
  const { error, throttle, fault } = document;
  if (error === undefined && throttle === undefined && fault === undefined) {
    return statusFlags(document.http?.response?.status);
  }
  return { error: error === true, throttle: throttle === true, fault: fault === true };
}

/** Gives the one class an entity counts in: fault before throttle before error before ok. */
export function outcome(document: EntityDocument): Outcome {
  return outcomeOf(outcomeFlags(document));
}

/** Gives the one class that flags amount to: fault before throttle before error before ok. */
export function outcomeOf(flags: OutcomeFlags): Outcome {
  if (flags.fault) return 'fault';
  if (flags.throttle) return 'throttle';
  return flags.error ? 'error' : 'ok';
}

function statusFlags(status: number | undefined): OutcomeFlags {
  const code = status ?? 0;
  return { error: code >= 400 && code < 500, throttle: code === 429, fault: code >= 500 && code < 600 };
}
