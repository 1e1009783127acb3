const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** A signal that asks the process to end. */
export type StopSignal = keyof typeof EXIT_CODES;

/** npm passes on the Ctrl-C that the terminal has already sent to every process: within this time two signals are one. */
const SAME_SIGNAL_MS = 500;

/** Settles at the first SIGINT or SIGTERM. A second one, while the process is closing down, ends it at once with 128 + its number. */
export function firstStopSignal(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined;
    const take = (signal: StopSignal): void => {
      const nowMs = performance.now();
      if (firstAtMs !== undefined && nowMs - firstAtMs > SAME_SIGNAL_MS) process.exit(EXIT_CODES[signal]);
      firstAtMs ??= nowMs;
      resolve(signal);
    };
    process.on('SIGINT', () => take('SIGINT'));
    process.on('SIGTERM', () => take('SIGTERM'));
  });
}

/** The exit code of a process that a signal has ended before its work was done. */
export function exitCodeOf(signal: StopSignal): number {
  return EXIT_CODES[signal];
}
