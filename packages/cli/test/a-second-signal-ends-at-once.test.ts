import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type RadiographProcess, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';

/** Opens a request whose body never comes, so that closing down has something to wait for. */
async function openRequest({ port }: RadiographProcess): Promise<void> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  socket.write(`POST /TraceSegments HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{`);
  await sleep(100);
}

it('while it waits for a request in flight', async () => {
  const process = await startRadiograph('--data', temporaryFolder());
  await openRequest(process);
  process.child.kill('SIGTERM');
  await sleep(800);
  const startedAt = performance.now();
  expect((await process.stop('SIGTERM')).exitCode).toBe(143);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

it('but the same Ctrl-C, passed on by npm, does not', async () => {
  const process = await startRadiograph('--data', temporaryFolder());
  process.child.kill('SIGINT');
  expect((await process.stop('SIGINT')).exitCode).toBe(0);
});
