import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, pairedRounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./sdk/load.cjs', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const loads: Readonly<Record<string, readonly string[]>> = {
  bare: [],
  'Node’s modules that the SDK uses': [
    'node:async_hooks',
    'node:crypto',
    'node:dgram',
    'node:dns',
    'node:fs',
  ],
  radiograph: ['@radiograph/sdk'],
  'radiograph with http, fetch, express': ['', '/http', '/fetch', '/express'].map(
    (entry) => `@radiograph/sdk${entry}`,
  ),
  opentelemetry: ['@opentelemetry/sdk-trace-node', '@opentelemetry/exporter-trace-otlp-proto'],
  official: ['aws-xray-sdk-core'],
};

/** What loading the SDK, as it is published, adds to the start of a process. */
export async function sdkLoadBench(rounds = 25): Promise<Section> {
  const installed = await install();
  const figures = await pairedRounds(Object.keys(loads), rounds, async (name) => {
    const folder = name.startsWith('radiograph') ? installed : join(root, 'bench');
    const { stdout } = await run(process.execPath, [program, folder, ...(loads[name] ?? [])]);
    return Number(stdout);
  });
  rmSync(installed, { recursive: true });
  const bare = figures.get('bare') ?? [];
  const rows = [...figures].map(([name, own]) => {
    const added = own.map((ms, round) => ms - (bare[round] ?? Number.NaN));
    return [name, figure(median(own)), name === 'bare' ? '–' : middle(added)];
  });
  return {
    name: 'sdk-load',
    columns: ['loaded', 'CPU ms of the process, median', 'more than bare Node (95 % interval)'],
    rows,
  };
}

/** Packs the SDK and unpacks it as npm would. */
async function install(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-load-'));
  const { stdout } = await run(process.execPath, [join(root, 'scripts/pack.mjs'), folder, 'protocol', 'sdk']);
  for (const [at, tarball] of stdout.trim().split('\n').entries()) {
    const place = join(folder, 'node_modules/@radiograph', at === 0 ? 'protocol' : 'sdk');
    mkdirSync(place, { recursive: true });
    await run('tar', ['xzf', tarball, '-C', place, '--strip-components', '1']);
  }
  return folder;
}

function middle(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const low = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  const [from = 0, to = 0] = [sorted[low], sorted[sorted.length - 1 - low]];
  return `${figure(median(sorted))} (${figure(from)} to ${figure(to)})`;
}
