import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it } from 'vitest';
import { openSender } from './datagram-sender.js';
import { takingSink } from './sinks.js';

const COUNT = 20_000;

it.each(['127.0.0.1', '::1'])(
  'over %s: what the kernel lets through is stored, once and in order',
  async (host) => {
    const sink = takingSink();
    const intake = await startIntake({ sink, host, port: 0 });
    const sender = await openSender(intake.address);
    await sender.sendMany(COUNT, (index) => frameDatagram(JSON.stringify({ index, pad: 'x'.repeat(1400) })));
    sender.close();
    await intake.close();

    const { received, stored, rejected, dropped, kernelDrops = 0 } = intake.counters();
    expect({ all: received + kernelDrops, rejected, dropped }).toEqual({
      all: COUNT,
      rejected: {},
      dropped: {},
    });
    expect(stored).toBe(received);
    const indexes = sink.texts.map((text) => JSON.parse(text).index as number);
    expect(indexes).toHaveLength(stored);
    expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
  },
);
