import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from './rig/server-process.js';
import { until } from './udp-receiver.js';

const guard = join(import.meta.dirname, 'rig/guard.mjs');
const listener =
  "require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening'))";

function isOpen(port: number): Promise<boolean> {
  return new Promise((told) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      told(true);
    }).once('error', () => told(false));
  });
}

test('a server that is stopped is gone', async () => {
  const server = await startServer({
    command: process.execPath,
    args: (port) => ['-e', listener, String(port)],
  });
  expect(await isOpen(server.port)).toBe(true);
  await server.stop();
  expect(await isOpen(server.port)).toBe(false);
});

test('a server whose test is killed ends too', async () => {
  const free = await startServer({
    command: process.execPath,
    args: (port) => ['-e', listener, String(port)],
  });
  const { port } = free;
  await free.stop();
  const command = { command: process.execPath, args: ['-e', listener, String(port)] };
  const code = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, [${JSON.stringify(guard)}, ${JSON.stringify(JSON.stringify(command))}], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdout.pipe(process.stdout);`;
  const owner = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  expect(await isOpen(port)).toBe(true);
  owner.kill('SIGKILL');
  let open = true;
  const look = setInterval(async () => {
    open = await isOpen(port);
  }, 50);
  await until(
    () => !open,
    () => 'the server is still there',
  );
  clearInterval(look);
});

test('a server that does not start says why', async () => {
  const start = startServer({
    command: process.execPath,
    args: () => ['-e', "throw new Error('no reason')"],
  });
  await expect(start).rejects.toThrow('no reason');
});
