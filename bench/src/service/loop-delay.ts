import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

// Loaded before the command: answers the parent process with how long the main thread, which serves HTTP, kept others waiting.
const resolutionMs = 1;

if (isMainThread && process.send !== undefined) {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  process.on('message', (message) => {
    if (message === 'begin') {
      delay.reset();
      delay.enable();
    }
    if (message === 'end') {
      const ms = (ns: number): number => Math.max(0, ns / 1e6 - resolutionMs);
      process.send?.({ p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) });
    }
  });
  process.channel?.unref();
}
