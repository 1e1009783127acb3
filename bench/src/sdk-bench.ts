import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compare, median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const contender = fileURLToPath(new URL('./sdk/contender.js', import.meta.url));
const names = ['floor', 'radiograph', 'official', 'radiograph-unsampled', 'official-unsampled'];

/** What the SDK costs an application: CPU of one request, beside the floor and AWS's SDK, sampled and not. */
export async function sdkBench(rounds = 15, requests = 4000): Promise<Section> {
  const receiver = createSocket('udp4').bind(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = `127.0.0.1:${receiver.address().port}`;
  const run = async (name: string): Promise<number> => {
    const env = { ...process.env, AWS_XRAY_DAEMON_ADDRESS: address, AWS_XRAY_LOG_LEVEL: 'silent' };
    const { stdout } = await promisify(execFile)(process.execPath, [contender, name, String(requests)], {
      env,
    });
    return Number(stdout.trim().split('\n').at(-1));
  };
  const figures = await pairedRounds(names, rounds, run);
  receiver.close();
  const rows = names.map((name) => {
    const { ratio, low, high } = compare(figures, name, 'floor');
    return [
      name,
      figure(median(figures.get(name) ?? [])),
      `${figure(ratio)} (${figure(low)} to ${figure(high)})`,
    ];
  });
  return {
    name: 'sdk',
    columns: ['contender', 'CPU µs a request, median', 'ratio to the floor (95 % interval)'],
    rows,
  };
}
