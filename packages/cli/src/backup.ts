import { resolve } from 'node:path';
import { backUpStore } from '@radiograph/store';
import { exitCodeOf, firstStopSignal, type StopSignal } from './stopping.js';

/** What `radiograph backup` is told. */
export interface BackupCommandOptions {
  readonly data: string;
}

/**
 * Copies the traces of a data folder into a new file, whether a service runs there or not, and says how to start with it. Ctrl-C ends it
 * and leaves nothing behind. Gives the exit code.
 */
export async function backup(file: string, { data }: BackupCommandOptions): Promise<number> {
  const stopping = new AbortController();
  void firstStopSignal().then((signal) => stopping.abort(signal));
  try {
    const bytes = await backUpStore({ folder: resolve(data), file }, stopping.signal);
    process.stdout.write(
      `Wrote ${resolve(file)}, ${bytes.toLocaleString('en-US')} bytes; as traces.db in an empty folder, --data starts with it\n`,
    );
    return 0;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    process.stderr.write(`The back-up was ended; nothing was left at ${resolve(file)}\n`);
    return exitCodeOf(stopping.signal.reason as StopSignal);
  }
}
