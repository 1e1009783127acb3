import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DaemonError } from '../daemon-error.js';

/** A process: ids are used again, so that the time of its start belongs to it where the system tells. */
interface Holder {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Claims a file for this process and gives the function that lets it go. The claim of a process that is gone does not count, also where
 * another process bears its id now.
 *
 * @throws DaemonError `daemon/spool-in-use` when a living process holds it
 */
export function claim(file: string): () => void {
  for (const attempt of ['first', 'second']) {
    try {
      writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (attempt === 'second' || (holder !== undefined && isAlive(holder)))
      throw new DaemonError(
        'daemon/spool-in-use',
        `the spool is in use by process ${holder?.pid ?? 'unknown'}, which holds ${file}; give this daemon a folder of its own with --spool`,
      );
    rmSync(file, { force: true });
  }
  return () => {};
}

function thisProcess(): Holder {
  return { pid: process.pid, startedAt: startOf(process.pid) };
}

function readHolder(file: string): Holder | undefined {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return startOf(pid) === startedAt;
}

/** When a process started, in the system's own words; empty where it does not tell. Source: field 22 of Linux's `/proc/<pid>/stat`. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the command, in parentheses, may hold anything; fields are counted after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
