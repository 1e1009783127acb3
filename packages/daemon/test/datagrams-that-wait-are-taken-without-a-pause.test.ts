import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IntakeAddress } from '@radiograph/daemon';
import { expect, it, onTestFinished } from 'vitest';
import { openSender } from './datagram-sender.js';
import { eventually } from './eventually.js';

/** As many as libuv takes in one turn of the event loop. */
const A_TURN = 32;

interface Figures {
  readonly received: number;
  readonly kernelDrops: number;
  readonly pauses: number;
}

async function ask(child: ChildProcess): Promise<Figures> {
  child.send('figures');
  const [figures] = (await once(child, 'message')) as [Figures];
  return figures;
}

/**
 * An intake that paused between turns of its event loop would be bounded to so many datagrams a pause, however fast it is. So thousands are made to wait in
 * the kernel while the whole process is stopped; then it is counted how often its thread gave the processor away until it had them all.
 */
it.skipIf(process.platform !== 'linux')('however many turns of the event loop they take', async () => {
  const child = fork(join(import.meta.dirname, 'rig/intake-process.mjs'));
  onTestFinished(() => void child.kill('SIGKILL'));
  const [address] = (await once(child, 'message')) as [IntakeAddress];
  const sender = await openSender(address);
  // Until everything is loaded and has been run.
  await sender.sendMany(500, (index) => `{"format":"json","version":1}\n{"n":${index}}`);
  await eventually(async () => {
    const { received, kernelDrops } = await ask(child);
    expect(received + kernelDrops).toBe(500);
  });

  const before = await ask(child);
  child.kill('SIGSTOP');
  const stat = () => readFileSync(`/proc/${child.pid}/stat`, 'latin1');
  await eventually(() => expect(stat().split(') ')[1]).toMatch(/^T/));
  const sent = 4000;
  await sender.sendMany(sent, (index) => `{"format":"json","version":1}\n{"n":${index}}`);
  sender.close();
  child.kill('SIGCONT');
  let last = before;
  await eventually(async () => {
    last = await ask(child);
    const arrived = last.received + last.kernelDrops - before.received - before.kernelDrops;
    expect(arrived).toBe(sent);
  });
  const turns = (last.received - before.received) / A_TURN;
  expect(turns).toBeGreaterThan(10);
  expect(last.pauses - before.pauses).toBeLessThan(turns / 2);
});
