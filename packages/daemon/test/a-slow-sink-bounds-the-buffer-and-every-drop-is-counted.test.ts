import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it, vi } from 'vitest';
import { openSender } from './datagram-sender.js';
import { recordedLog } from './recorded-log.js';
import { takingSink } from './sinks.js';
import { settled } from './totals.js';

const BUFFER_BYTES = 1_000_000;
const COUNT = 5000;

it('drops the newest, keeps within its bytes, and loses count of none', async () => {
  let release = () => {};
  const blocked = new Promise<void>((resolve) => {
    release = resolve;
  });
  let accepting = 0;
  const sink = takingSink(() => {
    accepting += 1;
    return blocked;
  });
  const log = recordedLog();
  const intake = await startIntake({
    sink,
    host: '127.0.0.1',
    port: 0,
    bufferBytes: BUFFER_BYTES,
    logger: log,
  });
  const sender = await openSender(intake.address);
  for (let sent = 0; sent < COUNT; sent += 100) {
    await sender.sendMany(100, (index) =>
      frameDatagram(JSON.stringify({ index: sent + index, pad: 'x'.repeat(1000) })),
    );
    await vi.waitFor(() => expect(intake.counters().received).toBe(sent + 100), { interval: 2 });
  }

  const full = intake.counters();
  expect(accepting).toBeLessThanOrEqual(2);
  expect(full.bufferedBytes).toBeLessThanOrEqual(BUFFER_BYTES);
  expect(full.dropped['buffer-full']).toBeGreaterThan(0);

  release();
  await vi.waitFor(() => expect(settled(intake.counters())).toBe(COUNT), 5000);
  const after = intake.counters();
  expect(after).toMatchObject({ stored: sink.texts.length, bufferedBytes: 0, dropped: full.dropped });
  expect(sink.texts.map((text) => JSON.parse(text).index)).toEqual(sink.texts.map((_, index) => index));
  expect(log.lines.filter((line) => line.fields['reason'] === 'buffer-full')).toHaveLength(1);
  sender.close();
  await intake.close();
});
