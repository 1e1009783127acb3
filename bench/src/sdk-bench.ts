import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compare, median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { findNode, nodeVersions } from './sdk/node-binary.js';
import { type Receiver, startReceiver } from './sdk/receiver.js';

const contender = fileURLToPath(new URL('./sdk/contender.js', import.meta.url));
const names = ['floor', 'floor-bare', 'radiograph', 'radiograph-packed', 'opentelemetry', 'official'];
const unsampled = [
  'floor-unsampled',
  'radiograph-unsampled',
  'opentelemetry-unsampled',
  'official-unsampled',
];

/** What each figure is compared with: the floor of its kind, and for the gates what others cost. */
const comparisons: readonly (readonly [string, string])[] = [
  ...names.map((name) => [name, 'floor'] as const),
  ...unsampled.map((name) => [name, 'floor-unsampled'] as const),
  ['radiograph', 'opentelemetry'],
  ['radiograph-packed', 'opentelemetry'],
  ['radiograph', 'official'],
  ['radiograph-packed', 'official'],
];

/** What the table calls contenders whose name does not say enough. */
const titles: Readonly<Record<string, string>> = {
  radiograph: "Radiograph, to AWS's daemon (one document a datagram)",
  'radiograph-packed': 'Radiograph, to its own daemon',
  'radiograph-unsampled': 'Radiograph, unsampled',
};

/** What is not sampled takes a microsecond: V8 compiling one function again would show in as few requests as of the others. */
const UNSAMPLED_FACTOR = 10;

/** What the SDK costs an application: CPU of one request, beside the floor, OpenTelemetry and AWS's SDK, sampled and not. */
export async function sdkBench(rounds = 15, requests = 5000): Promise<Section> {
  const receiver = await startReceiver();
  const rows: string[][] = [];
  for (const version of nodeVersions) {
    const node = await findNode(version);
    if (node === undefined) continue;
    const run = (name: string): Promise<number> =>
      measure(node, receiver, name, unsampled.includes(name) ? requests * UNSAMPLED_FACTOR : requests);
    const figures = await pairedRounds([...names, ...unsampled], rounds, run);
    rows.push(...comparisons.map(([name, base]) => row(version, figures, name, base)));
    // Minutes pass before the next version is done: whoever stops here keeps this.
    console.error(rows.map((cells) => cells.join('  ')).join('\n'));
  }
  receiver.close();
  return {
    name: 'sdk',
    columns: ['Node', 'contender', 'CPU µs a request, median', 'beside', 'ratio (95 % interval)'],
    rows,
  };
}

async function measure(node: string, receiver: Receiver, name: string, requests: number): Promise<number> {
  const env = { ...process.env, ...receiver.environment };
  const { stdout } = await promisify(execFile)(node, [contender, name, String(requests)], { env });
  return Number(stdout.trim().split('\n').at(-1));
}

function row(version: string, figures: Rounds, name: string, base: string): string[] {
  const { ratio, low, high } = compare(figures, name, base);
  const cost = figure(median(figures.get(name) ?? []));
  return [version, titles[name] ?? name, cost, base, `${figure(ratio)} (${figure(low)} to ${figure(high)})`];
}
