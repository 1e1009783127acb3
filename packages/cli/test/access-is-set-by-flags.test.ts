import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment } from './traces.js';

const secret = 'everything-0123456';

function keysFile(text = JSON.stringify({ keys: [{ id: 'all', secret, rights: ['admin'] }] })): string {
  const file = join(temporaryFolder(), 'keys.json');
  writeFileSync(file, text);
  return file;
}

function withToken(token: string): void {
  vi.stubEnv('RADIOGRAPH_TOKEN', token);
  onTestFinished(() => void vi.unstubAllEnvs());
}

it('with --keys a request needs a key, and send and status take it from the environment', async () => {
  const service = await startRadiograph('--data', temporaryFolder(), '--keys', keysFile());
  onTestFinished(async () => void (await service.stop()));
  const refused = await radiograph(['status', '--to', service.url]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('set RADIOGRAPH_TOKEN to the secret of a key');

  withToken(secret);
  const sent = await radiograph(['send', '-', '--to', service.url], JSON.stringify(makeSegment('shop')));
  expect(sent).toEqual({ exitCode: 0, stdout: '1 accepted, 0 refused\n', stderr: '' });
  const status = await radiograph(['status', '--to', service.url]);
  expect(status).toMatchObject({ exitCode: 0, stderr: '' });
  expect(status.stdout).toMatch(/^Radiograph \S+ at http:\/\/127\.0\.0\.1:\d+, up 0 min\n/);
  expect(status.stdout).toMatch(/^ {2}stored {8}0 by UDP, 1 by HTTP, 0 by OTLP$/m);
  expect(status.stdout).toMatch(/^ {2}store {9}\d traces, 1 documents, [\d.]+ [kM]B$/m);
});

it('keys in the environment count as well, and open a bind beyond this machine', async () => {
  vi.stubEnv('RADIOGRAPH_KEYS', JSON.stringify({ keys: [{ id: 'all', secret, rights: ['read'] }] }));
  onTestFinished(() => void vi.unstubAllEnvs());
  const service = await startRadiograph('--data', temporaryFolder(), '--host', '0.0.0.0');
  onTestFinished(async () => void (await service.stop()));
  const status = async (headers: Record<string, string>) =>
    (await fetch(`${service.url}/radiograph/v1/status`, { headers })).status;
  expect(await status({})).toBe(403);
  expect(await status({ authorization: `Bearer ${secret}` })).toBe(200);
});

it('keys that cannot be used end the start with what is wrong', async () => {
  const outcome = await radiograph([
    '--port',
    '0',
    '--data',
    temporaryFolder(),
    '--keys',
    keysFile('{"keys": [{}]}'),
  ]);
  expect(outcome.exitCode).toBe(1);
  expect(outcome.stderr).toContain('keys[0]');
  expect(outcome.stderr).toContain('docs/access.md');
  const missing = await radiograph([
    '--port',
    '0',
    '--data',
    temporaryFolder(),
    '--keys',
    '/nowhere/keys.json',
  ]);
  expect(missing.stderr).toContain('/nowhere/keys.json');
});

it('with keys datagrams come from this machine, or from the networks of --allow', async () => {
  const service = await startRadiograph(
    '--data',
    temporaryFolder(),
    '--keys',
    keysFile(),
    '--allow',
    '10.0.0.0/8',
  );
  onTestFinished(async () => void (await service.stop()));
  const socket = createSocket('udp4');
  socket.connect(service.port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.send(frameDatagram(JSON.stringify(makeSegment('shop'))), resolve));
  socket.close();
  withToken(secret);
  await vi.waitFor(
    async () => {
      const { stdout } = await radiograph(['status', '--to', service.url]);
      expect(stdout).toMatch(/^ {2}stored {8}1 by UDP/m);
    },
    { timeout: 15_000, interval: 500 },
  );
});

it('with --no-otlp there is no OTLP', async () => {
  const post = async (url: string) =>
    (
      await fetch(`${url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      })
    ).status;
  const service = await startRadiograph('--data', temporaryFolder());
  onTestFinished(async () => void (await service.stop()));
  expect(await post(service.url)).toBe(200);
  const without = await startRadiograph('--data', temporaryFolder(), '--no-otlp');
  onTestFinished(async () => void (await without.stop()));
  expect(await post(without.url)).toBe(404);
});

it('the status of what is not there, or no Radiograph, is told as such', async () => {
  const nothing = await radiograph(['status', '--to', 'http://127.0.0.1:1']);
  expect(nothing).toMatchObject({ exitCode: 1, stdout: '' });
  expect(nothing.stderr).toContain('nothing answers at http://127.0.0.1:1');
});
