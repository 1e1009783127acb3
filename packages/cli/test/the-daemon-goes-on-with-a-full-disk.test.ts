import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openSender } from '../../daemon/test/datagram-sender.js';
import { eventually } from '../../daemon/test/eventually.js';
import { startFakeXray } from '../../daemon/test/fake-xray.js';
import { startDaemonProcess } from './daemon-process.js';
import { temporaryFolder } from './temporary-folder.js';

/** The spool's files have 16 MiB, and the one that is being read stays. */
const MEGABYTES = 40;
const MOUNTED = `mount -t tmpfs -o size=${MEGABYTES}m tmpfs "$1" && shift && exec "$@"`;

/** A small file system needs a namespace of mounts, which not every kernel lets users have. */
const tried = spawnSync('unshare', ['-r', '-m', 'sh', '-c', MOUNTED, 'sh', temporaryFolderHere(), 'true'], {
  encoding: 'utf8',
});
const missing = tried.status === 0 ? undefined : (tried.error?.message ?? tried.stderr.trim());
if (missing !== undefined)
  console.warn(`NOT SHOWN: a daemon whose spool is on a full disk; unshare -r -m: ${missing}`);

function temporaryFolderHere(): string {
  return fileURLToPath(new URL('.', import.meta.url));
}

it.skipIf(missing !== undefined)(
  'when the disk of the spool is full the oldest documents make room, each is counted, and the rest arrives',
  async () => {
    const xray = await startFakeXray();
    xray.mood = 'unavailable';
    const disk = temporaryFolder();
    const flags = ['--endpoint', xray.url, '-n', 'eu-central-1', '--spool', disk, '--attempts', '1'];
    const daemon = await startDaemonProcess(
      [...flags, '--batch-age', '50ms'],
      {},
      ['-b', '127.0.0.1:0', '-t', '127.0.0.1:0'],
      ['unshare', '-r', '-m', 'sh', '-c', MOUNTED, 'sh', disk],
    );
    const outlet = async () => {
      const answer = await fetch(`http://127.0.0.1:${daemon.tcpPort}/health`);
      const { outlets } = (await answer.json()) as { outlets: [Figures] };
      return outlets[0];
    };
    const sender = await openSender({ address: '127.0.0.1', family: 'IPv4', port: daemon.udpPort });
    const count = 1000;
    for (let n = 0; n < count; n++) {
      await sender.send(`{"format":"json","version":1}\n{"n":${n},"pad":"${'x'.repeat(60_000)}"}`);
      if (n % 20 === 19) await eventually(async () => expect((await outlet()).taken).toBe(n + 1));
    }
    let kept = 0;
    // What waits is what was read from the spool, for when the other side is back.
    await eventually(async () => {
      const { waiting, spooled, dropped, rejected, sent } = await outlet();
      expect({ reasons: Object.keys(dropped), rejected, sent }).toEqual({
        reasons: ['spool-full'],
        rejected: {},
        sent: 0,
      });
      kept = waiting + spooled;
      expect(kept + (dropped['spool-full'] ?? 0)).toBe(count);
    });
    xray.mood = 'well';
    await eventually(async () =>
      expect(await outlet()).toMatchObject({ sent: kept, waiting: 0, spooled: 0 }),
    );
    const numbers = xray.documents.map((text) => (JSON.parse(text) as { n: number }).n);
    expect(new Set(numbers).size).toBe(kept);
    expect(Math.max(...numbers)).toBe(count - 1);
    sender.close();
    expect(await daemon.stop()).toBe(0);
  },
);

interface Figures {
  readonly taken: number;
  readonly sent: number;
  readonly waiting: number;
  readonly spooled: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly rejected: Readonly<Record<string, number>>;
}
