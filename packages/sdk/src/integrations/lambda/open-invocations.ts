import type { Invocation } from './invocation.js';

/** The invocations that have not ended. */
export const openInvocations: Set<Invocation> = new Set();
let watching = false;

/** Sees to it that an invocation that ends with its process leaves what was recorded of it. */
export function watchInvocation(invocation: Invocation): void {
  openInvocations.add(invocation);
  if (watching) return;
  watching = true;
  // The runtime answers for what nobody caught and ends the process; a datagram is handed to the system before this returns.
  process.on('uncaughtExceptionMonitor', (error) => endAll(error));
  process.on('exit', () => endAll(new Error('the process ended while the function ran')));
}

function endAll(error: unknown): void {
  for (const invocation of openInvocations) invocation.end(error);
}
