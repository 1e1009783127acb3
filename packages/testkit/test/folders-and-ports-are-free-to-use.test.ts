import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort, temporaryFolder } from '../src/index.js';

test('a temporary folder is empty, a new one each time, and goes with all that is in it', async () => {
  const [one, other] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  expect(one.path).not.toBe(other.path);
  expect(await readdir(one.path)).toEqual([]);
  await mkdir(join(one.path, 'deep', 'deeper'), { recursive: true });
  await writeFile(join(one.path, 'deep', 'file'), 'x');
  await one.remove();
  await one.remove();
  await other[Symbol.asyncDispose]();
  expect([existsSync(one.path), existsSync(other.path)]).toEqual([false, false]);
});

test('a free port can be bound for TCP and UDP at once', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
  expect([server.address(), socket.address()]).toMatchObject([{ port }, { port }]);
  server.close();
  socket.close();
});
