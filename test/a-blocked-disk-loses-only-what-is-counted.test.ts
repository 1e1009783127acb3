import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Intake, startIntake } from '@radiograph/daemon';
import { frameDatagram, type IntakeCounters, makeSegmentId, makeTraceId } from '@radiograph/protocol';
import { startService } from '@radiograph/service';
import { openStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';

const HOLDER = join(import.meta.dirname, '../packages/store/test/rig/hold-write-lock.mjs');
const BUFFER_BYTES = 1_000_000;
const DATAGRAMS = 800;
const BATCHES_IN_FLIGHT_BYTES = 2 * 1024 * 1024;

it('while the disk is blocked, the socket drops and counts what does not fit, and nobody is told that anything is stored', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const store = await openStore({ folder: folder.path });
  onTestFinished(() => store.close());
  const service = await startService({ store, host: '127.0.0.1', port: 0 });
  onTestFinished(() => service.close());
  let handedOver = 0;
  const intake = await startIntake({
    sink: {
      async accept(batch) {
        const bytes = batch.reduce((sum, { byteLength }) => sum + byteLength, 0);
        handedOver += bytes;
        expect(handedOver).toBeLessThanOrEqual(BATCHES_IN_FLIGHT_BYTES);
        try {
          return await store.append(batch, { durability: 'lazy', maxDocumentBytes: 65_536 });
        } finally {
          handedOver -= bytes;
        }
      },
    },
    host: '127.0.0.1',
    port: 0,
    bufferBytes: BUFFER_BYTES,
  });
  onTestFinished(() => intake.close());

  // For less than the five seconds after which the store tells that it cannot write.
  const blocked = await holdWriteLock(folder.path);
  let answered = false;
  const put = putByHttp(service.url).then((status) => {
    answered = true;
    return status;
  });
  await send(intake, DATAGRAMS);
  const during = intake.counters();
  expect(during.received).toBe(DATAGRAMS);
  expect(during.bufferedBytes).toBeLessThanOrEqual(BUFFER_BYTES);
  expect(during.dropped['buffer-full']).toBeGreaterThan(0);
  expect([during.stored, answered]).toEqual([0, false]);
  // Reads go on.
  expect(await store.status()).toMatchObject({ documents: 0 });

  await blocked.release();
  expect(await put).toBe(200);
  await eventually(async () => expect(known(intake.counters())).toBe(DATAGRAMS));
  const { stored, dropped, rejected } = intake.counters();
  expect(dropped).toEqual({ ...dropped, 'buffer-full': during.dropped['buffer-full'] });
  expect(rejected).toEqual({});
  expect(stored).toBeGreaterThan(0);
  // The document by HTTP, and every one by UDP that was counted as stored.
  expect((await store.status()).documents).toBe(stored + 1);
});

async function holdWriteLock(folder: string): Promise<{ release(): Promise<void> }> {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [HOLDER, folder]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [first] = await once(child.stdout, 'data');
  expect(String(first)).toBe('held\n');
  return {
    async release() {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}

async function send(intake: Intake, count: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.connect(intake.address.port, intake.address.address);
  await once(socket, 'connect');
  for (let sent = 0; sent < count; sent += 100) {
    for (let n = 0; n < 100; n++) socket.send(frameDatagram(document(8_000)));
    // What the system's own buffer of the socket cannot hold would be lost before the intake.
    while (intake.counters().received < sent + 100) await nextTurn();
  }
  socket.close();
}

async function putByHttp(url: string): Promise<number> {
  const body = JSON.stringify({ TraceSegmentDocuments: [document(10)] });
  return (await fetch(`${url}/TraceSegments`, { method: 'POST', body })).status;
}

function document(bytes: number): string {
  const end_time = Date.now() / 1000;
  return JSON.stringify({
    trace_id: makeTraceId(),
    id: makeSegmentId(),
    name: 'shop',
    start_time: end_time - 1,
    end_time,
    metadata: { default: { pad: 'x'.repeat(bytes) } },
  });
}

/** Documents whose fate is known. */
function known({ stored, dropped, rejected }: IntakeCounters): number {
  const total = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  return stored + total(dropped) + total(rejected);
}
