import { type Sink, startIntake } from '@radiograph/daemon';
import { frameDatagram, type Verdict } from '@radiograph/protocol';
import { expect, it, vi } from 'vitest';
import { openSender } from './datagram-sender.js';
import { recordedLog } from './recorded-log.js';
import { settled } from './totals.js';

const accepted: readonly Verdict[] = [{ accepted: true }];

const failures: Readonly<Record<string, Sink['accept']>> = {
  throws: () => {
    throw new Error('disk full');
  },
  rejects: () => Promise.reject(new Error('disk full')),
  'gives no verdict': async () => [],
};

it.each(Object.entries(failures))(
  'a sink that %s: the batch is counted and logged, the next one stored',
  async (_name, fail) => {
    const log = recordedLog();
    let failing = true;
    const sink: Sink = { accept: (batch) => (failing ? fail(batch) : Promise.resolve(accepted)) };
    const intake = await startIntake({ sink, host: '127.0.0.1', port: 0, logger: log });
    const sender = await openSender(intake.address);
    for (let round = 1; round <= 3; round++) {
      await sender.send(frameDatagram('{}'));
      await vi.waitFor(() => expect(intake.counters().dropped).toEqual({ 'sink-failed': round }));
    }
    failing = false;
    await sender.send(frameDatagram('{}'));
    await vi.waitFor(() => expect(intake.counters().stored).toBe(1));
    expect(settled(intake.counters())).toBe(4);
    await intake.close();
    sender.close();
    const lines = log.lines.filter((line) => line.fields['reason'] === 'sink-failed');
    expect(lines.map((line) => [line.level, line.fields['documents'], line.fields['heldBack']])).toEqual([
      ['error', 1, 0],
      ['error', 0, 2],
    ]);
  },
);
