import type { Invocation } from './invocation.js';

const open = new Set<Invocation>();
let watching = false;

/** Sees to it that an invocation that ends with its process leaves what was recorded of it. */
export function watchInvocation(invocation: Invocation): void {
  open.add(invocation);
  if (watching) return;
  watching = true;
  // The runtime answers for what nobody caught and ends the process; a datagram is handed to the system before this returns.
  process.on('uncaughtExceptionMonitor', (error) => endAll(error));
  process.on('exit', () => endAll(new Error('the process ended while the function ran')));
}

/** An invocation that ended by itself is no longer watched. */
export function unwatchInvocation(invocation: Invocation): void {
  open.delete(invocation);
}

function endAll(error: unknown): void {
  for (const invocation of open) invocation.end(error);
}
