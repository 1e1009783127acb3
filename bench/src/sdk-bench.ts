import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compare, median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { startReceiver } from './sdk/receiver.js';

const contender = fileURLToPath(new URL('./sdk/contender.js', import.meta.url));
const names = ['floor', 'floor-bare', 'radiograph', 'opentelemetry', 'official'];
const unsampled = [
  'floor-unsampled',
  'radiograph-unsampled',
  'opentelemetry-unsampled',
  'official-unsampled',
];

/** What the SDK costs an application: CPU of one request, beside the floor, OpenTelemetry and AWS's SDK, sampled and not. */
export async function sdkBench(rounds = 15, requests = 8000): Promise<Section> {
  const receiver = await startReceiver();
  const run = async (name: string): Promise<number> => {
    const env = { ...process.env, ...receiver.environment };
    const { stdout } = await promisify(execFile)(process.execPath, [contender, name, String(requests)], {
      env,
    });
    return Number(stdout.trim().split('\n').at(-1));
  };
  const figures = await pairedRounds([...names, ...unsampled], rounds, run);
  receiver.close();
  const row = (name: string, base: string): string[] => {
    const { ratio, low, high } = compare(figures, name, base);
    return [
      name,
      figure(median(figures.get(name) ?? [])),
      `${figure(ratio)} (${figure(low)} to ${figure(high)})`,
    ];
  };
  return {
    name: 'sdk',
    columns: ['contender', 'CPU µs a request, median', 'ratio to its floor (95 % interval)'],
    rows: [
      ...names.map((name) => row(name, 'floor')),
      ...unsampled.map((name) => row(name, 'floor-unsampled')),
    ],
  };
}
