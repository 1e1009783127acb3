import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { XRayClient } from '@aws-sdk/client-xray';

/** The command as a user runs it, in a process of its own. */
export interface RadiographProcess {
  readonly url: string;
  /** `host:port`, as the SDKs take it. */
  readonly daemonAddress: string;
  readonly process: ChildProcess;
  /** The official client with nothing but the endpoint changed. */
  readonly client: XRayClient;
  /** Everything it has logged so far. */
  log(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const command = join(import.meta.dirname, '../../packages/cli/bin/radiograph.js');

/**
 * Runs `radiograph start` on a free port and waits until it says where it is.
 *
 * @param data its data folder
 * @param wrapper a command to run it under, such as a system call tracer
 */
export async function startRadiograph(
  data: string,
  flags: readonly string[] = [],
  wrapper: readonly string[] = [],
): Promise<RadiographProcess> {
  const line = [...wrapper, process.execPath, command, 'start', '--port', '0', '--data', data, ...flags];
  const child = spawn(line[0] ?? '', line.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const url = await announcedUrl(child, () => log);
  const client = new XRayClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  return {
    url,
    daemonAddress: new URL(url).host,
    process: child,
    client,
    log: () => log,
    stop: async (signal = 'SIGTERM') => {
      client.destroy();
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      return (await exit)[0] as number | null;
    },
  };
}

function announcedUrl(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the process has no output');
    createInterface({ input: child.stdout }).on('line', (text) => {
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url !== undefined) resolve(url.replace(/\/$/, ''));
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`radiograph ended with ${code} before it was ready:\n${log()}`)),
    );
  });
}
