import { Child } from './integrations/child.js';
import { type Kind, kinds } from './integrations/tracing.js';
import { compare, median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { findNode, nodeVersions } from './sdk/node-binary.js';
import { startReceiver } from './sdk/receiver.js';

const sampled = ['radiograph', 'radiograph-packed', 'opentelemetry', 'official'];
const unsampled = ['radiograph', 'opentelemetry', 'official'].map((name) => `${name}-unsampled`);
const names = ['bare', 'storage', ...sampled, ...unsampled];
/** Fresh processes serve so many rounds: that no luck of one compilation decides, and yet that most of the time is spent measuring. */
const ROUNDS_A_PROCESS = 9;
/** A server runs for days: what a call costs is what remains when all that is hot is compiled. */
const warmUp: Readonly<Record<Kind, number>> = {
  http: 10_000,
  fetch: 3000,
  dynamodb: 2000,
  incoming: 10_000,
  express: 6000,
};
const callsARound: Readonly<Record<Kind, number>> = {
  http: 1000,
  fetch: 600,
  dynamodb: 400,
  incoming: 1000,
  express: 600,
};

const titles: Readonly<Record<Kind, string>> = {
  http: 'call by node:http',
  fetch: 'call by fetch',
  dynamodb: 'call to DynamoDB',
  incoming: 'request to node:http',
  express: 'request to Express',
};

/** What the table calls contenders whose name does not say enough. */
const contenders: Readonly<Record<string, string>> = {
  storage: 'bare, in a run of a storage',
  radiograph: "Radiograph, to AWS's daemon (one document a datagram)",
  'radiograph-packed': 'Radiograph, to its own daemon',
  'radiograph-unsampled': 'Radiograph, unsampled',
};

/** What the integrations add to a call or request: CPU beside the bare library, OpenTelemetry's instrumentations and AWS's SDK. */
export async function integrationsBench(rounds = 27, only: readonly Kind[] = kinds): Promise<Section> {
  const receiver = await startReceiver();
  // The AWS SDK warns of old versions of Node once a process.
  const env = { ...process.env, ...receiver.environment, NODE_NO_WARNINGS: '1' };
  const target = await Child.start('target', [], { execPath: process.execPath });
  const rows: string[][] = [];
  for (const version of nodeVersions) {
    const execPath = await findNode(version);
    if (execPath === undefined) continue;
    for (const kind of only) {
      const figures = await allRounds(kind, target, { execPath, env }, rounds);
      const measured = names.map((name) => row(version, kind, figures, name));
      // Minutes pass before the next kind is done: whoever stops here keeps this.
      console.error(measured.map((cells) => cells.join('  ')).join('\n'));
      rows.push(...measured);
    }
  }
  await target.stop();
  receiver.close();
  return { name: 'integrations', columns, rows };
}

const columns = [
  'Node',
  'a',
  'contender',
  'CPU µs, median',
  'added to the bare library, µs',
  'ratio to the bare library',
  'ratio to storage',
  'of what OpenTelemetry adds',
  "of what AWS's SDK adds",
];

/** How contenders are started. */
interface Start {
  readonly execPath: string;
  readonly env: NodeJS.ProcessEnv;
}

/** All rounds of one kind, by sets of fresh processes. */
async function allRounds(kind: Kind, target: Child, start: Start, rounds: number): Promise<Rounds> {
  const figures = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let done = 0; done < rounds; done += ROUNDS_A_PROCESS) {
    process.stderr.write(`${kind}, from round ${done + 1}: `);
    const some = await someRounds(kind, target, start, Math.min(ROUNDS_A_PROCESS, rounds - done));
    for (const [name, costs] of some) figures.get(name)?.push(...costs);
  }
  return figures;
}

/** Some rounds of one set of processes: the CPU of one call, by contender. What one does while others have their turn is its own too. */
async function someRounds(
  kind: Kind,
  target: Child,
  start: Start,
  rounds: number,
): Promise<Map<string, number[]>> {
  const children = new Map<string, Child>();
  const used = new Map<string, number>();
  for (const name of names) {
    const args = [name, kind, String(target.port)];
    const child = await Child.start('contender', args, start);
    children.set(name, child);
    used.set(name, await work(child, target, warmUp[kind]));
  }
  const since = (name: string, all: number): number => {
    const cost = (all - (used.get(name) ?? 0)) / callsARound[kind];
    used.set(name, all);
    return cost;
  };
  const figures = await pairedRounds(names, rounds, async (name) =>
    since(name, await work(children.get(name) as Child, target, callsARound[kind])),
  );
  const costs = new Map<string, number[]>();
  for (const [name, child] of children) {
    // What a contender has put off belongs to the rounds alike.
    const rest = since(name, await child.ask('finish')) / rounds;
    costs.set(
      name,
      (figures.get(name) ?? []).map((cost) => cost + rest),
    );
    await child.stop();
  }
  return costs;
}

/** Has a contender make calls, or the target make requests to it; gives the CPU that the contender has used so far. */
async function work(child: Child, target: Child, count: number): Promise<number> {
  if (child.port === 0) return child.ask(count);
  await target.ask({ port: child.port, count });
  return child.ask(0);
}

function row(version: string, kind: Kind, figures: Rounds, name: string): string[] {
  const bare = figures.get('bare') ?? [];
  const added: Rounds = new Map(
    [...figures].map(([who, costs]) => [who, costs.map((cost, round) => cost - (bare[round] ?? Number.NaN))]),
  );
  const state = name.endsWith('-unsampled') ? '-unsampled' : '';
  const beside = (other: string): string =>
    name.startsWith('radiograph') ? interval(added, name, other + state) : '–';
  return [
    version,
    titles[kind],
    contenders[name] ?? name,
    figure(median(figures.get(name) ?? [])),
    name === 'bare' ? '–' : figure(median(added.get(name) ?? [])),
    name === 'bare' ? '–' : interval(figures, name, 'bare'),
    name === 'bare' || name === 'storage' ? '–' : interval(figures, name, 'storage'),
    beside('opentelemetry'),
    beside('official'),
  ];
}

function interval(figures: Rounds, name: string, base: string): string {
  const { ratio, low, high } = compare(figures, name, base);
  return `${figure(ratio)} (${figure(low)} to ${figure(high)})`;
}
