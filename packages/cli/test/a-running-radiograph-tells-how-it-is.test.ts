import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { radiograph, startRadiograph } from './radiograph-process.js';
import { temporaryFolder } from './temporary-folder.js';
import { makeSegment } from './traces.js';

it('health, readiness, metrics and status of a process tell of datagrams, good and bad', async () => {
  const service = await startRadiograph('--data', temporaryFolder(), '--no-otlp');
  onTestFinished(async () => void (await service.stop()));
  const get = (path: string) => fetch(new URL(path, service.url));
  expect((await get('/health')).status).toBe(200);
  expect((await get('/ready')).status).toBe(200);
  const metrics = async () => (await (await get('/metrics')).text()).split('\n');
  expect(await metrics()).toContain('radiograph_received_total{intake="udp"} 0');

  const socket = createSocket('udp4');
  socket.connect(service.port, '127.0.0.1');
  await once(socket, 'connect');
  const datagrams = [
    JSON.stringify(makeSegment('one')),
    JSON.stringify(makeSegment('two')),
    '{}',
    '{"id": secret words}',
  ];
  for (const text of datagrams) await new Promise((resolve) => socket.send(frameDatagram(text), resolve));
  socket.close();

  await vi.waitFor(
    async () => {
      expect(await metrics()).toEqual(
        expect.arrayContaining([
          'radiograph_received_total{intake="udp"} 4',
          'radiograph_stored_total{intake="udp"} 2',
          'radiograph_rejected_total{intake="udp",reason="MissingId"} 1',
          'radiograph_rejected_total{intake="udp",reason="ParseError"} 1',
          'radiograph_queue_bytes 0',
          'radiograph_store_documents 2',
          'radiograph_store_pending_documents 0',
        ]),
      );
    },
    { timeout: 15_000, interval: 200 },
  );
  // Linux alone tells what its sockets dropped.
  const drops = (await metrics()).filter((line) => line.startsWith('radiograph_kernel_drops_total '));
  expect(drops).toEqual(process.platform === 'linux' ? ['radiograph_kernel_drops_total 0'] : []);
  const { stdout } = await radiograph(['status', '--to', service.url]);
  expect(stdout).toMatch(/^ {2}received {6}4 by UDP, 0 by HTTP, 0 by OTLP$/m);
  expect(stdout).toMatch(/^ {2}stored {8}2 by UDP, 0 by HTTP, 0 by OTLP$/m);
  expect(stdout).toMatch(/^ {2}refused {7}2 \((MissingId 1, ParseError 1|ParseError 1, MissingId 1)\)$/m);
  expect(stdout).toMatch(/^ {2}dropped {7}0/m);
  expect(stdout).toMatch(
    process.platform === 'linux' ? /^ {2}kernel drops {2}0$/m : /kernel drops {2}unknown/,
  );
  expect(stdout).toMatch(/^ {2}waiting {7}0 B, 0 documents to assemble$/m);
  expect(stdout).toMatch(/^ {2}store {9}2 traces, 2 documents, [\d.]+ [kM]B$/m);
  const { stderr } = await service.stop();
  // Each refusal has its line, and no line has the text of the document.
  const lines = stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: string; reason?: string });
  expect(lines.filter(({ level }) => level === 'warn').map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(['MissingId', 'ParseError']),
  );
  expect(stderr).not.toContain('secret');
});
