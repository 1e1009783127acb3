import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { AllowedSenders } from '../src/allowed-senders.js';
import { takingSink } from './sinks.js';

async function sendFrom(address: string, port: number, text: string): Promise<void> {
  const socket = createSocket('udp4').bind(0, address);
  await once(socket, 'listening');
  await new Promise((resolve) => socket.send(frameDatagram(text), port, '127.0.0.1', resolve));
  socket.close();
}

it('a datagram from outside the allowed networks is refused and counted, one from inside is taken', async () => {
  const sink = takingSink();
  const intake = await startIntake({ sink, host: '127.0.0.1', port: 0, allow: ['127.0.0.8/30'] });
  onTestFinished(() => intake.close());
  await sendFrom('127.0.0.1', intake.address.port, '{"from":1}');
  await sendFrom('127.0.0.9', intake.address.port, '{"from":9}');
  await vi.waitFor(() => expect(sink.texts).toEqual(['{"from":9}']), { timeout: 5000 });
  expect(intake.counters()).toMatchObject({
    received: 2,
    stored: 1,
    rejected: { 'sender-not-allowed': 1 },
  });
});

it('IPv6, addresses alone and IPv4 by an IPv6 socket are understood', () => {
  const senders = new AllowedSenders(['fd00::/8', '10.1.2.3', '192.168.0.0/16']);
  for (const address of ['fd12::1', '10.1.2.3', '::ffff:192.168.9.9'])
    expect(senders.has(address)).toBe(true);
  for (const address of ['fe80::1%eth0', '10.1.2.4', '::ffff:11.0.0.1', '']) {
    expect(senders.has(address)).toBe(false);
  }
});

it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0/8', 'shop', '10.0.0.0/8/9', '10.0.0.0/'])(
  '%s is no network',
  async (network) => {
    const start = startIntake({ sink: takingSink(), host: '127.0.0.1', port: 0, allow: [network] });
    await expect(start).rejects.toMatchObject({ code: 'daemon/invalid-option' });
  },
);
