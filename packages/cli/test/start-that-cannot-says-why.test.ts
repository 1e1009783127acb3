import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Outcome, radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';

function expectRefusal({ exitCode, stdout, stderr }: Outcome, ...messages: readonly string[]): void {
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  const error = stderr.slice(stderr.indexOf('error: '));
  for (const message of messages) expect(error).toContain(message);
  expect(error).not.toMatch(/^\s+at /m);
}

it('the UDP port is taken', async () => {
  const holder = createSocket('udp4').bind(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  const outcome = await radiograph(['--port', String(port), '--data', temporaryFolder()]);
  expectRefusal(outcome, `UDP 127.0.0.1:${port}`, '--port takes another port');
  holder.close();
});

it('the TCP port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const outcome = await radiograph(['--port', String(port), '--data', temporaryFolder()]);
  expectRefusal(outcome, String(port), '--port takes another port');
  holder.close();
});

it('the data folder is in use', async () => {
  const data = temporaryFolder();
  const holder = await startRadiograph('--data', data);
  expectRefusal(
    await radiograph(['--port', '0', '--data', data]),
    data,
    '--data FOLDER chooses another folder',
  );
  expect((await holder.stop()).exitCode).toBe(0);
});

it('the data folder is a file', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, 'not a folder');
  expectRefusal(
    await radiograph(['--port', '0', '--data', file]),
    file,
    '--data FOLDER chooses another folder',
  );
});

it('the data folder holds something else', async () => {
  const data = temporaryFolder();
  const first = await startRadiograph('--data', data);
  await first.stop();
  const { readdirSync } = await import('node:fs');
  for (const name of readdirSync(data)) writeFileSync(join(data, name), 'no database '.repeat(1000));
  expectRefusal(
    await radiograph(['--port', '0', '--data', data]),
    data,
    '--data FOLDER chooses another folder',
  );
});
