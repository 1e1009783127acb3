import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

const BIN = fileURLToPath(new URL('../bin/radiograph.js', import.meta.url));

/** Keys that the fake X-Ray knows, and nothing of this machine's own. */
const ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'a-secret-of-nobody',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const PORTS: readonly string[] = ['-b', '127.0.0.1:0', '-t', '127.0.0.1:0'];

/** A `radiograph daemon` that listens. */
export interface DaemonProcess {
  readonly child: ChildProcess;
  readonly udpPort: number;
  readonly tcpPort: number;
  /** Everything written so far. */
  readonly output: () => string;
  /** Asks it to end and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `radiograph daemon` at free ports, by another command where one is given, and settles when both are open. Ended when the test is over. */
export async function startDaemonProcess(
  flags: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  ports: readonly string[] = PORTS,
  by: readonly string[] = [],
): Promise<DaemonProcess> {
  const child = spawnDaemon([...ports, ...flags], environment, by);
  let output = '';
  const gather = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', gather);
  child.stderr.on('data', gather);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const started = new Promise<void>((resolve) => {
    child.stdout.on('data', () => {
      if (/Starting proxy http server on \S+\n/.test(output)) resolve();
    });
  });
  const ended = exited.then((code) => Promise.reject(new Error(`ended with ${code}: ${output}`)));
  await Promise.race([started, ended]);
  ended.catch(() => {});
  return {
    child,
    udpPort: Number(/by UDP.*"port":(\d+)/.exec(output)?.[1]),
    tcpPort: Number(/proxy http server on \S+:(\d+)/.exec(output)?.[1]),
    output: () => output,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return exited;
    },
  };
}

/** Starts `radiograph daemon` with a configuration that has it log somewhere else. Ended when the test is over. */
export function startSilently(config: string): ChildProcess {
  return spawnDaemon([...PORTS, '-c', config], {});
}

function spawnDaemon(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  by: readonly string[] = [],
): ChildProcessByStdio<null, Readable, Readable> {
  const [command = process.execPath, ...rest] = [...by, process.execPath, BIN, 'daemon', ...parameters];
  const child = spawn(command, rest, {
    env: { ...ENVIRONMENT, HOME: temporaryFolder(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return child;
}
