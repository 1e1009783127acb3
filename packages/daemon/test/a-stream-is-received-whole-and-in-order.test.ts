import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { KernelBacklog } from '../src/kernel-backlog.js';
import { openSender } from './datagram-sender.js';
import { eventually } from './eventually.js';
import { recordedLog } from './recorded-log.js';
import { takingSink } from './sinks.js';

async function boundSocket(address: string): Promise<Socket> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return socket;
}

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it.each(['127.0.0.1', '::1', '::'])(
    'what waits for a socket at %s is read without Node',
    async (address) => {
      const socket = await boundSocket(address);
      const others = [await boundSocket('127.0.0.1'), await boundSocket('::1')];
      const backlog = KernelBacklog.of(socket);
      if (backlog === undefined) throw new Error('the socket cannot be read');
      expect(backlog.next()).toBeUndefined();
      const { family, port } = socket.address();
      const sender = await openSender({
        address: address === '::' ? '127.0.0.1' : address,
        port,
        family: address === '::' ? 'IPv4' : (family as 'IPv4' | 'IPv6'),
      });
      const sent = ['one', '', 'x'.repeat(60_000), 'four'];
      // They are in the other socket's buffer when the last one has been sent.
      for (const datagram of sent) await sender.send(datagram);
      sender.close();
      const read = sent.map(() => Buffer.from(backlog.next() ?? 'nothing').toString());
      expect(read).toEqual(sent);
      expect(backlog.next()).toBeUndefined();
      for (const other of others) expect(KernelBacklog.of(other)?.next()).toBeUndefined();
    },
  );
});

it('empty and large datagrams among the others, and a refused one costs those behind it nothing', async () => {
  const sink = takingSink();
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0 });
  const sender = await openSender(intake.address);
  const documents = Array.from({ length: 3000 }, (_, index) =>
    JSON.stringify({ index, pad: 'x'.repeat(index % 500 === 0 ? 50_000 : index % 200) }),
  );
  await sender.sendMany(4000, (turn) => {
    const index = Math.floor(turn / 4) * 3 + (turn % 4);
    return turn % 4 === 3 ? (turn % 8 === 3 ? '' : 'no newline') : frameDatagram(documents[index] ?? '');
  });
  sender.close();
  await intake.close();
  const { received, stored, rejected, kernelDrops = 0 } = intake.counters();
  expect(received + kernelDrops).toBe(4000);
  expect(stored + (rejected['no-newline'] ?? 0)).toBe(received);
  const indexes = sink.texts.map((text) => JSON.parse(text).index as number);
  expect(sink.texts).toEqual(indexes.map((index) => documents[index]));
  expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
});

it('who sends what is refused is named, at the latest from the second time on', async () => {
  const log = recordedLog();
  const intake = await startIntake({ sink: takingSink(), host: '127.0.0.1', port: 0, logger: log });
  const sender = await openSender(intake.address);
  await sender.sendMany(2000, (index) => (index === 1999 ? 'no newline' : frameDatagram(`{"n":${index}}`)));
  await eventually(() => expect(intake.counters().rejected).toMatchObject({ 'no-newline': 1 }));
  await sender.sendMany(2000, (index) => (index === 1000 ? 'header?\n{}' : frameDatagram(`{"n":${index}}`)));
  await eventually(() => expect(intake.counters().rejected).toMatchObject({ 'invalid-header': 1 }));
  sender.close();
  await intake.close();
  const line = log.lines.find(({ fields }) => fields['reason'] === 'invalid-header');
  expect(line?.fields['sender']).toMatch(/^127\.0\.0\.1:\d+$/);
});
