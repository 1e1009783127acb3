import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LambdaFunction, startFunction } from '@radiograph/testkit/lambda';
import { bundledFunction } from './lambda/bundled-function.js';
import { functions } from './lambda/functions.js';
import { median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { startReceiver } from './sdk/receiver.js';

const names = Object.keys(functions);
const warmUp = 300;
const invocations = 1000;

interface Measured {
  readonly coldCpuMs: number;
  readonly coldWallMs: number;
  readonly warmCpuUs: number;
}

/** What recording adds to a function: to its first answer, and to each invocation of three subsegments afterwards. */
export async function lambdaBench(rounds = 15): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-functions-'));
  const receiver = await startReceiver();
  const measured = new Map<string, Measured[]>(names.map((name) => [name, []]));
  const places = new Map<string, string>();
  for (const name of names) places.set(name, await bundledFunction(name, folder));
  const daemonAddress = receiver.environment['AWS_XRAY_DAEMON_ADDRESS'] ?? '';
  const cold = await pairedRounds(names, rounds, async (name) => {
    const one = await measure(places.get(name) ?? '', daemonAddress);
    measured.get(name)?.push(one);
    return one.coldCpuMs;
  });
  receiver.close();
  rmSync(folder, { recursive: true });
  const each = (of: (one: Measured) => number): Rounds =>
    new Map([...measured].map(([name, list]) => [name, list.map(of)]));
  const [wall, warm] = [each(({ coldWallMs }) => coldWallMs), each(({ warmCpuUs }) => warmCpuUs)];
  return {
    name: 'lambda',
    columns: [
      'function',
      'cold start: CPU ms added',
      'of what AWS’s SDK adds',
      'to the first answer: ms added',
      'CPU µs added an invocation',
    ],
    rows: names.map((name) => [
      name,
      show(cold, name),
      name === 'bare' ? '' : share(cold, name),
      show(wall, name),
      show(warm, name),
    ]),
  };
}

async function measure(folder: string, daemonAddress: string): Promise<Measured> {
  const began = performance.now();
  const running = await startFunction({
    folder,
    handler: 'index.main',
    daemonAddress,
    env: { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x', POWERTOOLS_TRACE_ENABLED: 'true' },
  });
  try {
    await invoke(running);
    const coldWallMs = performance.now() - began;
    const coldCpuMs = (await cpuUs(running)) / 1000;
    for (let i = 0; i < warmUp; i++) await invoke(running);
    const before = await cpuUs(running);
    for (let i = 0; i < invocations; i++) await invoke(running);
    return { coldCpuMs, coldWallMs, warmCpuUs: ((await cpuUs(running)) - before) / invocations };
  } finally {
    await running.stop();
  }
}

let count = 0;

/** Each invocation has a trace of its own, as on Lambda. */
async function invoke(running: LambdaFunction): Promise<void> {
  const id = (++count).toString(16);
  const trace = `Root=1-5759e988-${id.padStart(24, '0')};Parent=${id.padStart(16, '0')};Sampled=1`;
  const { body } = await running.invoke({ event: {}, trace });
  if (body !== '"done"') throw new Error(`a function of the bench failed: ${body}\n${running.printed()}`);
}

async function cpuUs(running: LambdaFunction): Promise<number> {
  const { body } = await running.invoke({ event: { report: true } });
  const { user, system } = JSON.parse(body) as NodeJS.CpuUsage;
  return user + system;
}

function show(figures: Rounds, name: string): string {
  return name === 'bare' ? `(${figure(median(figures.get(name) ?? []))})` : middle(added(figures, name));
}

/** What a contender adds, by what AWS's SDK adds in the same round. */
function share(figures: Rounds, name: string): string {
  const official = added(figures, 'official');
  return middle(added(figures, name).map((value, round) => value / (official[round] ?? Number.NaN)));
}

/** More than the bare function in the same round. */
function added(figures: Rounds, name: string): number[] {
  const bare = figures.get('bare') ?? [];
  return (figures.get(name) ?? []).map((value, round) => value - (bare[round] ?? Number.NaN));
}

/** The middle of the rounds, with its 95 % interval. */
function middle(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const low = Math.max(0, Math.floor((sorted.length - 1.96 * Math.sqrt(sorted.length)) / 2));
  return `${figure(median(sorted))} (${figure(sorted[low] ?? Number.NaN)} to ${figure(sorted[sorted.length - 1 - low] ?? Number.NaN)})`;
}
