import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { openSender } from './datagram-sender.js';
import { recordedLog } from './recorded-log.js';
import { takingSink } from './sinks.js';

it('hands over what the kernel and the buffer hold, and waits for a slow sink', async () => {
  const sink = takingSink(() => sleep(50));
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0 });
  const sender = await openSender(intake.address);
  await sender.sendMany(3000, (index) => frameDatagram(JSON.stringify({ index, pad: 'x'.repeat(1000) })));
  await Promise.all([intake.close(), intake.close()]);
  sender.close();
  const { received, kernelDrops = 0, stored } = intake.counters();
  expect(received + kernelDrops).toBe(3000);
  expect(stored).toBe(received);
  expect(sink.texts).toHaveLength(received);
});

it('gives up on a sink that never answers after five seconds, and counts what was lost', async () => {
  const log = recordedLog();
  const sink = takingSink(() => new Promise<void>(() => {}));
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0, logger: log });
  const sender = await openSender(intake.address);
  for (let batch = 0; batch < 3; batch++) {
    await sender.send(frameDatagram('{}'));
    await sleep(100);
  }
  const startedAt = performance.now();
  await intake.close();
  sender.close();
  expect(performance.now() - startedAt).toBeLessThan(6500);
  expect(intake.counters()).toMatchObject({
    received: 3,
    stored: 0,
    dropped: { shutdown: 3 },
    bufferedBytes: 0,
  });
  expect(log.lines.map((line) => line.fields['reason'])).toContain('shutdown');
});

it('leaves no thread, socket or timer behind', async () => {
  const program = `
    import { startIntake } from '@radiograph/daemon';
    const sink = { accept: async (batch) => batch.map(() => ({ accepted: true })) };
    const first = await startIntake({ sink, host: '127.0.0.1', port: 0 });
    await first.close();
    const again = await startIntake({ sink, host: '127.0.0.1', port: first.address.port });
    await again.close();
    console.log('closed');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    timeout: 10_000,
  });
  expect(stdout).toBe('closed\n');
});
