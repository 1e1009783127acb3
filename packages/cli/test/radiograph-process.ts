import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/radiograph.js', import.meta.url));

/** What a command that has ended left behind. */
export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `radiograph start` that is ready. */
export interface RadiographProcess {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything written to stdout and stderr, and the exit code, once it has ended. */
  readonly outcome: Promise<Outcome>;
  /** Asks it to end and gives what it left behind. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
}

/** Runs a command to its end. */
export function radiograph(parameters: readonly string[], input = ''): Promise<Outcome> {
  const child = run(parameters);
  child.stdin.end(input);
  return outcomeOf(child);
}

/** Starts a command that the test ends itself. */
export function startCommand(parameters: readonly string[]): {
  readonly child: ChildProcessWithoutNullStreams;
  readonly outcome: Promise<Outcome>;
} {
  const child = run(parameters);
  return { child, outcome: outcomeOf(child) };
}

/** Runs `radiograph start` and settles when it prints its URL; rejects with what it wrote when it ends before. */
export async function startRadiograph(...parameters: readonly string[]): Promise<RadiographProcess> {
  const child = run(['start', '--port', '0', ...parameters]);
  const outcome = outcomeOf(child);
  const url = await Promise.race([
    urlFrom(child),
    outcome.then(({ stderr, exitCode }) => Promise.reject(new Error(`ended with ${exitCode}: ${stderr}`))),
  ]);
  return {
    url,
    port: Number(new URL(url).port),
    child,
    outcome,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return outcome;
    },
  };
}

function run(parameters: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [BIN, ...parameters]);
}

async function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { stdout, stderr, exitCode: exitCode as number | null };
}

function urlFrom(child: ChildProcessWithoutNullStreams): Promise<string> {
  return new Promise((resolve) => {
    let written = '';
    child.stdout.on('data', (chunk: Buffer) => {
      written += chunk;
      const [, url] = /^Radiograph is at (\S+)\n/.exec(written) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}
