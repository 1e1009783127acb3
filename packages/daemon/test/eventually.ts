import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the claim holds, and fails with its last error when it does not in time. */
export async function eventually<T>(claim: () => T | Promise<T>, timeoutMs = 15_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await claim();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
