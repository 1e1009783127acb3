import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { figure, type Section } from './report.js';
import { startReceiver } from './sdk/receiver.js';

const program = fileURLToPath(new URL('./sdk/memory.js', import.meta.url));

/** What a million recorded requests leave behind, with a daemon, without one, and with a name that cannot be found. */
export async function sdkMemoryBench(requests = 1_000_000): Promise<Section> {
  const receiver = await startReceiver();
  const here = receiver.environment['AWS_XRAY_DAEMON_ADDRESS'] ?? '';
  const addresses = [
    ['listens', here, 'one'],
    ['listens, and takes several documents in a datagram', here, 'lines'],
    ['is away', '127.0.0.1:1', 'one'],
    ['has a name that is not known', 'nowhere.invalid:2000', 'one'],
  ] as const;
  const rows: string[][] = [];
  for (const [daemon, address, datagrams] of addresses) {
    const env = {
      ...process.env,
      AWS_XRAY_DAEMON_ADDRESS: address,
      AWS_XRAY_LOG_LEVEL: 'silent',
      RADIOGRAPH_DATAGRAMS: datagrams,
    };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--expose-gc', program, String(requests)],
      {
        env,
      },
    );
    const { before, most, after, resident } = JSON.parse(stdout) as Record<string, number>;
    rows.push([
      daemon,
      ...[before, most, after, resident].map((megabytes) => figure(megabytes ?? Number.NaN)),
    ]);
  }
  receiver.close();
  const columns = ['the daemon', 'heap before, MB', 'at most', 'after', 'resident, MB'];
  return { name: 'sdk-memory', columns, rows };
}
