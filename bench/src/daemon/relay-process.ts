import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DaemonStatus } from '@radiograph/daemon';
import type { Child } from './child.js';
import type { ProcessFigures } from './probe.js';
import type { Snapshot } from './snapshot.js';

const COMMAND = join(import.meta.dirname, '../../../packages/cli/bin/radiograph.js');
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a-secret-of-nobody' };

/** Starts `radiograph daemon` as users do, its log lines thrown away, with 32 MB for what waits. */
export async function startRelay(endpoint: string, spoolFolder = 'off'): Promise<Child<Snapshot>> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const flags = ['-b', address, '-t', address, '-n', 'eu-central-1', '-m', '32', '--spool', spoolFolder];
  const child = fork(COMMAND, ['daemon', '--endpoint', endpoint, ...flags], {
    execArgv: ['--import', new URL('./probe.js', import.meta.url).href],
    env: { ...process.env, ...KEYS },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const status = async (): Promise<DaemonStatus> => {
    const answer = await fetch(`http://${address}/health`);
    return (await answer.json()) as DaemonStatus;
  };
  while ((await status().catch(() => undefined)) === undefined) await sleep(50);
  return {
    port,
    tell: () => {},
    async ask() {
      const figures = await status();
      child.send('figures');
      const [process] = (await once(child, 'message')) as [ProcessFigures];
      return snapshot(figures, process);
    },
    async end() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      // An open channel would keep the process.
      child.disconnect();
      await exited;
    },
  };
}

function snapshot({ intakes, outlets }: DaemonStatus, process: ProcessFigures): Snapshot {
  const [intake] = intakes;
  const [outlet] = outlets;
  const total = (counts: Readonly<Record<string, number>> = {}) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    ...process,
    received: intake?.received ?? 0,
    settled: (outlet?.sent ?? 0) + total(outlet?.rejected),
    lost:
      total(intake?.rejected) + total(intake?.dropped) + (intake?.kernelDrops ?? 0) + total(outlet?.dropped),
    spooled: outlet?.spooled ?? 0,
  };
}

/** The daemon takes the same number for UDP and TCP. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = createSocket('udp4').bind(port, '127.0.0.1');
    const isFree = await once(socket, 'listening').then(
      () => true,
      () => false,
    );
    if (isFree) socket.close();
    server.close();
    if (isFree) return port;
  }
}
