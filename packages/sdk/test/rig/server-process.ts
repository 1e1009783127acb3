import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** A server in a process of its own, on a port of this machine. */
export interface ServerProcess {
  readonly port: number;
  stop(): Promise<void>;
}

/** How to start it. */
export interface ServerCommand {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The user to run it as; some servers refuse to be root. */
  readonly uid?: number | undefined;
  /** Is taken away with it. */
  readonly folder?: string;
}

/** Starts a server on a free port and waits until it takes connections. It ends with this process, however that ends. */
export async function startServer(server: ServerCommand): Promise<ServerProcess> {
  const port = await freePort();
  const { command, env, uid, folder } = server;
  const options = JSON.stringify({ command, args: server.args(port), env, uid, folder });
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.mjs'), options], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [guard.stdout, guard.stderr])
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-4000);
    });
  const exited = once(guard, 'exit');
  try {
    await untilItListens(port, () => guard.exitCode !== null);
  } catch (error) {
    guard.stdin.end();
    throw new Error(`${command} did not start: ${(error as Error).message}\n${said}`);
  }
  return {
    port,
    stop: async () => {
      guard.stdin.end();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const PATIENCE_MS = 60_000;

async function untilItListens(port: number, isOver: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    if (isOver()) throw new Error('its process ended');
    if (await accepts(port)) return;
    if (Date.now() > end) throw new Error(`nothing listens on port ${port}`);
    await new Promise((later) => setTimeout(later, 25));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      told(true);
    });
    socket.once('error', () => told(false));
  });
}
