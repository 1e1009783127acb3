import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A script of this folder in a process of its own, and the lines that it has printed. */
interface Child {
  readonly lines: readonly string[];
  /** Waits until it has printed this many lines. */
  printed(count: number): Promise<void>;
  /** Stops it where it is, as the system can at any moment, and waits until it stands still. */
  stopped(): Promise<void>;
  goOn(): void;
  kill(): Promise<void>;
}

export function startChild(script: string, ...parameters: string[]): Child {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [file, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  if (child.stdout === null) throw new Error('the child has no output');
  const reader = createInterface(child.stdout);
  reader.on('line', (line) => lines.push(line));
  return {
    lines,
    async printed(count) {
      while (lines.length < count) await Promise.race([once(reader, 'line'), ended.then(() => fail(lines))]);
    },
    async stopped() {
      child.kill('SIGSTOP');
      while (!isStopped(child.pid ?? 0)) await setTimeout(5);
    },
    goOn: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Minimal systems have no `ps`, and others no `/proc`. */
function isStopped(pid: number): boolean {
  if (process.platform === 'linux') return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)])
    .toString()
    .trim()
    .startsWith('T');
}

function fail(lines: readonly string[]): never {
  throw new Error(`the child ended by itself after ${lines.length} lines`);
}
