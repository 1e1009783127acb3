import { createRequire } from 'node:module';
import { CreateSamplingRuleCommand, GetSamplingTargetsCommand } from '@aws-sdk/client-xray';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

interface OfficialRule {
  getName(): string;
  getRate(): number;
  isDefault(): boolean;
  snapshotStatistics(): object;
}
interface Connector {
  fetchSamplingRules(done: (error: Error | null, rules?: OfficialRule[]) => void): void;
  fetchTargets(
    rules: OfficialRule[],
    done: (error: Error | null, targets?: Record<string, Target>, freshness?: number) => void,
  ): void;
}
interface Target {
  readonly rate: number;
  readonly quota: number;
  readonly TTL: number;
  readonly interval: number;
}

const load = createRequire(import.meta.url);
const connector: Connector = load('aws-xray-sdk-core/dist/lib/middleware/sampling/service_connector.js');
const daemonConfig: { setDaemonAddress(address: string): void } = load(
  'aws-xray-sdk-core/dist/lib/daemon_config.js',
);

test('the official Node SDK takes the rules and their targets', async () => {
  const { client, service } = await runningService();
  const anything = { ResourceARN: '*', ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*' };
  const orders = { ...anything, RuleName: 'orders', URLPath: '/orders/*', Priority: 10, Version: 1 };
  await client.send(
    new CreateSamplingRuleCommand({ SamplingRule: { ...orders, FixedRate: 0.25, ReservoirSize: 12 } }),
  );
  daemonConfig.setDaemonAddress(`127.0.0.1:${service.address.port}`);

  const rules = await new Promise<OfficialRule[]>((resolve, reject) => {
    connector.fetchSamplingRules((error, taken) => (taken === undefined ? reject(error) : resolve(taken)));
  });
  expect(rules.map((rule) => [rule.getName(), rule.getRate(), rule.isDefault()])).toEqual([
    ['orders', 0.25, false],
    ['Default', 1, true],
  ]);

  const { targets, freshness } = await new Promise<{ targets: Record<string, Target>; freshness: number }>(
    (resolve, reject) => {
      connector.fetchTargets(rules, (error, taken, at) =>
        taken === undefined || at === undefined ? reject(error) : resolve({ targets: taken, freshness: at }),
      );
    },
  );
  expect(targets['orders']).toMatchObject({ rate: 0.25, quota: 12, interval: 10 });
  expect(targets['Default']).toMatchObject({ rate: 1, quota: 1, interval: 10 });
  expect(freshness).toBeGreaterThan(0);
});

test('a statistic for a rule that does not exist comes back unprocessed', async () => {
  const { client } = await runningService();
  const statistics = {
    ClientID: '0123456789abcdef01234567',
    Timestamp: new Date(),
    RequestCount: 1,
    SampledCount: 1,
  };
  const answer = await client.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: [
        { ...statistics, RuleName: 'Default' },
        { ...statistics, RuleName: 'gone' },
      ],
    }),
  );
  expect(answer.SamplingTargetDocuments?.map(({ RuleName }) => RuleName)).toEqual(['Default']);
  expect(answer.SamplingTargetDocuments?.[0]?.ReservoirQuotaTTL?.getTime()).toBeGreaterThan(Date.now());
  expect(answer.UnprocessedStatistics).toMatchObject([{ RuleName: 'gone', ErrorCode: '404' }]);
});
