import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is there, and fails with the last error when it is not in time. */
export async function eventually<Answer>(ask: () => Promise<Answer>, timeoutMs = 10_000): Promise<Answer> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
