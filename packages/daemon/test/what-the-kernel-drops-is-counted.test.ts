import { startIntake } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { findDrops } from '../src/kernel-drops.js';
import { openSender } from './datagram-sender.js';
import { recordedLog } from './recorded-log.js';
import { takingSink } from './sinks.js';

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('a receive buffer that is too small loses datagrams, and every one is counted', async () => {
    const log = recordedLog();
    const intake = await startIntake({
      sink: takingSink(),
      host: '127.0.0.1',
      port: 0,
      receiveBufferBytes: 4096,
      logger: log,
    });
    const sender = await openSender(intake.address);
    await sender.sendMany(5000, (index) => frameDatagram(JSON.stringify({ index, pad: 'x'.repeat(1400) })));
    sender.close();
    await intake.close();
    const { received, kernelDrops } = intake.counters();
    expect(kernelDrops).toBeGreaterThan(0);
    expect(received + (kernelDrops ?? 0)).toBe(5000);
    expect(log.lines.map((line) => line.fields['reason'])).toContain('kernel-drop');
  });

  it('the granted receive buffer is told, with a hint where it is less than asked for', async () => {
    const log = recordedLog();
    const askedBytes = 2 ** 30;
    const intake = await startIntake({
      sink: takingSink(),
      host: '127.0.0.1',
      port: 0,
      receiveBufferBytes: askedBytes,
      logger: log,
    });
    await intake.close();
    const { receiveBufferBytes } = intake.counters();
    expect(receiveBufferBytes).toBeGreaterThan(0);
    expect(receiveBufferBytes).toBeLessThan(askedBytes);
    expect(log.lines[0]).toMatchObject({ level: 'info', fields: { receiveBufferBytes } });
    expect(log.lines[1]).toMatchObject({ level: 'warn', fields: { receiveBufferBytes, askedBytes } });
    expect(log.lines[1]?.message).toContain(`sysctl -w net.core.rmem_max=${askedBytes}`);
  });
});

describe('the table of sockets', () => {
  const head =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops';
  const row = (local: string, drops: number) =>
    ` 1234: ${local} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 90577 2 0000000000000000 ${drops}`;

  it.each([
    ['127.0.0.1', '0100007F:07D0'],
    ['0.0.0.0', '00000000:07D0'],
    ['::1', '00000000000000000000000001000000:07D0'],
    ['fe80::1%eth0', '000080FE000000000000000001000000:07D0'],
    ['2001:db8:1:2:3:4:5:6', 'B80D0120020001000400030006000500:07D0'],
    ['::ffff:10.0.0.7', '0000000000000000FFFF00000700000A:07D0'],
  ])('is read for %s', (address, local) => {
    const table = [head, row('0100007F:07D1', 1), row(local, 7), ''].join('\n');
    expect(findDrops(table, { address, port: 2000 })).toBe(7);
    expect(findDrops(table, { address, port: 2002 })).toBeUndefined();
  });
});
