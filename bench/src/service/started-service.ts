import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A `radiograph start` in a process of its own, over an empty store. */
export interface StartedService {
  readonly url: string;
  /** CPU microseconds of all its threads so far. */
  cpuUs(): Promise<number>;
  /** The most memory that it had resident so far, MB. */
  mostMemoryMb(): Promise<number>;
  /** Documents received by UDP that were stored. */
  storedDocuments(): Promise<number>;
  /** Documents that wait to be searchable. */
  pendingDocuments(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a {@link StartedService} on a free port, in this version of Node or another. */
export async function startedService(node = process.execPath): Promise<StartedService> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-bench-'));
  const preload = fileURLToPath(new URL('./cpu-usage.js', import.meta.url));
  const command = join(import.meta.dirname, '../../../packages/cli/bin/radiograph.js');
  const child = fork(command, ['start', '--port', '0', '--data', folder, '--log-level', 'error'], {
    execPath: node,
    execArgv: ['--import', preload],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await announcedUrl(child);
  const ask = async (message: string): Promise<number> => {
    const answer = once(child, 'message');
    child.send(message);
    return ((await answer) as [number])[0];
  };
  return {
    url,
    cpuUs: () => ask('cpu'),
    mostMemoryMb: () => ask('memory'),
    async storedDocuments() {
      const status = (await (await fetch(`${url}/radiograph/v1/status`)).json()) as {
        readonly intake: { readonly udp?: { readonly stored: number } };
      };
      return status.intake.udp?.stored ?? Number.NaN;
    },
    async pendingDocuments() {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/^radiograph_store_pending_documents (\d+)/m.exec(text)?.[1] ?? Number.NaN);
    },
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function announcedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`radiograph ended with ${code}`)));
    if (child.stdout === null) throw new Error('the process has no output');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /http:\/\/\S+/.exec(line)?.[0];
      if (url !== undefined) resolve(url.replace(/\/$/, ''));
    });
  });
}
