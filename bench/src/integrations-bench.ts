import { Child } from './integrations/child.js';
import { type Kind, kinds } from './integrations/tracing.js';
import { compare, median, pairedRounds, type Rounds } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { startReceiver } from './sdk/receiver.js';

const sampled = ['radiograph', 'opentelemetry', 'official'];
const names = ['bare', ...sampled, ...sampled.map((name) => `${name}-unsampled`)];
/** A process takes so many calls before it is measured; then it takes its turns among the others. */
const WARM_UP = 2000;
const TURNS = 6;
const CALLS_A_TURN = 300;

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
    for (let round = 0; round < rounds; round++) {
      process.stderr.write(`${kind}, ${round + 1} of ${rounds}: `);
      for (const [name, cost] of await oneRound(kind, target, env)) figures.get(name)?.push(cost);
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
      'added to the bare library',
      'ratio to the bare library',
      'what Radiograph adds, beside what this adds',
    ],
    rows,
  };
}

/** Fresh processes, so that no luck of one compilation decides; their turns alternate. Gives the CPU of one call of each. */
async function oneRound(kind: Kind, target: Child, env: NodeJS.ProcessEnv): Promise<Map<string, number>> {
  const children = new Map<string, Child>();
  const used = new Map<string, number>();
  for (const name of names) {
    const child = await Child.start('contender', [name, kind, String(target.port)], {
      execPath: process.execPath,
      env,
    });
    children.set(name, child);
    used.set(name, await work(child, target, WARM_UP));
  }
  const turn = (name: string): Promise<number> => work(children.get(name) as Child, target, CALLS_A_TURN);
  await pairedRounds(names, TURNS, turn);
  const costs = new Map<string, number>();
  for (const [name, child] of children) {
    const all = await child.ask('finish');
    costs.set(name, (all - (used.get(name) ?? 0)) / (TURNS * CALLS_A_TURN));
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
  const isOther = name !== 'bare' && name !== own;
  return [
    titles[kind],
    name,
    figure(median(figures.get(name) ?? [])),
    name === 'bare' ? '–' : figure(median(added.get(name) ?? [])),
    name === 'bare' ? '–' : interval(figures, name, 'bare'),
    isOther ? interval(added, own, name) : '–',
  ];
}

function interval(figures: Rounds, name: string, base: string): string {
  const { ratio, low, high } = compare(figures, name, base);
  return `${figure(ratio)} (${figure(low)} to ${figure(high)})`;
}
