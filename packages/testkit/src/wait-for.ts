import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 5;

/**
 * Asks again and again until the answer is something other than `undefined`, `null` or `false`, and gives it. A predicate that
 * throws is asked again; the last error is the cause of the one thrown when the time is up.
 *
 * @example
 * const trace = await waitFor(() => store.find(id), 2_000);
 */
export async function waitFor<T>(
  predicate: () => T | Promise<T>,
  timeoutMs: number = 5_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const { answer, error } = await ask(predicate);
    if (isAnswer(answer)) return answer;
    if (performance.now() >= deadline) {
      throw new Error(`nothing after ${timeoutMs} ms of waiting for ${predicate}`, { cause: error });
    }
    await sleep(PAUSE_MS);
  }
}

async function ask<T>(predicate: () => T | Promise<T>): Promise<{ answer?: T; error?: unknown }> {
  try {
    return { answer: await predicate() };
  } catch (error) {
    return { error };
  }
}

function isAnswer<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
