import { Child } from './integrations/child.js';
import { type Kind, kinds } from './integrations/tracing.js';
import { compare, median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { startReceiver } from './sdk/receiver.js';

const sampled = ['radiograph', 'opentelemetry', 'official'];
const names = ['bare', 'storage', ...sampled, ...sampled.map((name) => `${name}-unsampled`)];
/** Fresh processes serve so many rounds: that no luck of one compilation decides, and yet that most of the time is spent measuring. */
const ROUNDS_A_PROCESS = 5;
/** A server runs for days: what a call costs is what remains when all that is hot is compiled. */
const warmUp: Readonly<Record<Kind, number>> = {
  http: 10_000,
  fetch: 3000,
  dynamodb: 2000,
  incoming: 10_000,
  express: 6000,
};
const callsARound: Readonly<Record<Kind, number>> = {
  http: 500,
  fetch: 300,
  dynamodb: 200,
  incoming: 500,
  express: 300,
};

const titles: Readonly<Record<Kind, string>> = {
  http: 'call by node:http',
  fetch: 'call by fetch',
  dynamodb: 'call to DynamoDB',
  incoming: 'request to node:http',
  express: 'request to Express',
};

/** What the integrations add to a call or request: CPU beside the bare library, OpenTelemetry's instrumentations and AWS's SDK. */
export async function integrationsBench(rounds = 15, only: readonly Kind[] = kinds): Promise<Section> {
  const receiver = await startReceiver();
  // The AWS SDK warns of old versions of Node once a process.
  const env = { ...process.env, ...receiver.environment, NODE_NO_WARNINGS: '1' };
  const target = await Child.start('target', [], { execPath: process.execPath });
  const rows: string[][] = [];
  for (const kind of only) {
    const figures = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let done = 0; done < rounds; done += ROUNDS_A_PROCESS) {
      process.stderr.write(`${kind}, from round ${done + 1}: `);
      const some = await someRounds(kind, target, env, Math.min(ROUNDS_A_PROCESS, rounds - done));
      for (const [name, costs] of some) figures.get(name)?.push(...costs);
    }
    const measured = names.map((name) => row(kind, figures, name));
    // Minutes pass before the next kind is done: whoever stops here keeps this.
    console.error(measured.map((cells) => cells.join('  ')).join('\n'));
    rows.push(...measured);
  }
  await target.stop();
  receiver.close();
  return {
    name: 'integrations',
    columns: [
      'a',
      'contender',
      'CPU µs, median',
      'added to the bare library, µs',
      'ratio to the bare library',
      'ratio to storage',
      'what Radiograph adds, beside what this adds',
    ],
    rows,
  };
}

/** Some rounds of one set of processes: the CPU of one call, by contender. What one does while others have their turn is its own too. */
async function someRounds(
  kind: Kind,
  target: Child,
  env: NodeJS.ProcessEnv,
  rounds: number,
): Promise<Map<string, number[]>> {
  const children = new Map<string, Child>();
  const used = new Map<string, number>();
  for (const name of names) {
    const args = [name, kind, String(target.port)];
    const child = await Child.start('contender', args, { execPath: process.execPath, env });
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

function row(kind: Kind, figures: Rounds, name: string): string[] {
  const bare = figures.get('bare') ?? [];
  const added: Rounds = new Map(
    [...figures].map(([who, costs]) => [who, costs.map((cost, round) => cost - (bare[round] ?? Number.NaN))]),
  );
  const own = `radiograph${name.endsWith('-unsampled') ? '-unsampled' : ''}`;
  return [
    titles[kind],
    name,
    figure(median(figures.get(name) ?? [])),
    name === 'bare' ? '–' : figure(median(added.get(name) ?? [])),
    name === 'bare' ? '–' : interval(figures, name, 'bare'),
    name === 'bare' || name === 'storage' ? '–' : interval(figures, name, 'storage'),
    name.startsWith('o') ? interval(added, own, name) : '–',
  ];
}

function interval(figures: Rounds, name: string, base: string): string {
  const { ratio, low, high } = compare(figures, name, base);
  return `${figure(ratio)} (${figure(low)} to ${figure(high)})`;
}
