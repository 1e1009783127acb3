import { request } from 'node:http';
import { median } from './paired-rounds.js';
import { figure, type Section } from './report.js';
import { startedService } from './service/started-service.js';

const clients = 1000;
/** SDKs report once in so many seconds. */
const intervalS = 10;
/** How many of them ask at the same time. */
const atOnce = 20;

/** What a fleet that asks for its sampling targets costs the service, each client by a connection of its own, as SDKs do. */
export async function samplingBench(ruleCounts: readonly number[] = [1, 10, 25]): Promise<Section> {
  const rows: string[][] = [];
  for (const rules of ruleCounts) rows.push(await measured(rules));
  return {
    name: 'sampling',
    columns: [
      `${figure(clients)} clients, each reporting every ${intervalS} s`,
      'CPU µs a request, median of rounds',
      '% of a core',
    ],
    rows,
  };
}

async function measured(rules: number): Promise<string[]> {
  const service = await startedService();
  try {
    for (let rule = 1; rule < rules; rule++) await post(service.url, '/CreateSamplingRule', newRule(rule));
    await round(service.url, rules);
    const figures: number[] = [];
    for (let i = 0; i < 5; i++) {
      const before = await service.cpuUs();
      await round(service.url, rules);
      figures.push(((await service.cpuUs()) - before) / clients);
    }
    const cpuUs = median(figures);
    return [
      rules === 1 ? '1 rule' : `${rules} rules`,
      figure(cpuUs),
      figure((cpuUs * clients) / intervalS / 10_000),
    ];
  } finally {
    await service.stop();
  }
}

/** Every client reports once. */
async function round(url: string, rules: number): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < clients) await post(url, '/SamplingTargets', report(next++, rules));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

function report(client: number, rules: number): object {
  return {
    SamplingStatisticsDocuments: Array.from({ length: rules }, (_, rule) => ({
      RuleName: rule === 0 ? 'Default' : `rule-${rule}`,
      ClientID: client.toString(16).padStart(24, '0'),
      Timestamp: Math.floor(Date.now() / 1000),
      RequestCount: 10 + (client % 7),
      SampledCount: 1,
      BorrowCount: 0,
    })),
  };
}

function newRule(rule: number): object {
  const anything = { ResourceARN: '*', ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*' };
  const numbers = { Priority: rule, FixedRate: 0.05, ReservoirSize: 100, Version: 1 };
  return { SamplingRule: { ...anything, ...numbers, RuleName: `rule-${rule}`, URLPath: `/${rule}/*` } };
}

function post(url: string, path: string, body: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url + path, { method: 'POST', agent: false }, (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`${path} was answered ${answer.statusCode}`));
      });
    });
    asked.once('error', reject).end(JSON.stringify(body));
  });
}
