// Loaded before the command, for the bench: answers every IPC message with what the process has used.

/** What a process has used. */
export interface ProcessFigures {
  /** User and system time of all its threads. */
  readonly cpuUs: number;
  readonly residentMb: number;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const residentMb = process.memoryUsage.rss() / 1e6;
  // Whoever asked may be gone before the answer.
  process.send?.(
    { cpuUs: user + system, residentMb } satisfies ProcessFigures,
    undefined,
    undefined,
    () => {},
  );
});
