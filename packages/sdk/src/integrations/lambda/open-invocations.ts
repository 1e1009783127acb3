import type { Invocation } from './invocation.js';

/** The invocations that have not ended, and when each is to be shown as it is then, in epoch milliseconds. */
export const openInvocations: Map<Invocation, number> = new Map();
let watching = false;
/** When they are looked at next. One wait serves all of them: they come and go far more often than one is due. */
let nextLookMs = Number.POSITIVE_INFINITY;
/** Nobody ever wakes who waits for it. */
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Sees to it that an invocation that is cut off, or ends with its process, leaves what was recorded of it. */
export function watchInvocation(invocation: Invocation, dueMs: number): void {
  openInvocations.set(invocation, dueMs);
  if (dueMs < nextLookMs) void lookAt(dueMs);
  if (watching) return;
  watching = true;
  // The runtime answers for what nobody caught and ends the process; a datagram is handed to the system before this returns.
  process.on('uncaughtExceptionMonitor', (error) => endAll(error));
  process.on('exit', () => endAll(new Error('the process ended while the function ran')));
}

/** V8 tells the time here, and the process does not wait for it. The first `setTimeout` has Node compile fifteen functions of its own. */
async function lookAt(dueMs: number): Promise<void> {
  nextLookMs = dueMs;
  await Atomics.waitAsync(cell, 0, 0, dueMs - Date.now()).value;
  if (nextLookMs === dueMs) look();
}

function look(): void {
  nextLookMs = Number.POSITIVE_INFINITY;
  for (const [invocation, dueMs] of openInvocations) {
    if (dueMs > Date.now()) nextLookMs = Math.min(nextLookMs, dueMs);
    else show(invocation);
  }
  if (nextLookMs < Number.POSITIVE_INFINITY) void lookAt(nextLookMs);
}

function show(invocation: Invocation): void {
  openInvocations.set(invocation, Number.POSITIVE_INFINITY);
  invocation.sendInProgress();
}

function endAll(error: unknown): void {
  for (const invocation of openInvocations.keys()) invocation.end(error);
}
