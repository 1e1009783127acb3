import {
  CreateSamplingRuleCommand,
  DeleteSamplingRuleCommand,
  GetSamplingRulesCommand,
  GetSamplingStatisticSummariesCommand,
  GetSamplingTargetsCommand,
  type SamplingRule,
  UpdateSamplingRuleCommand,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { startService } from '@radiograph/service';
import { openStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { runningService } from './running-service.js';

const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

const rule: SamplingRule = {
  RuleName: 'checkout',
  ResourceARN: '*',
  Priority: 100,
  FixedRate: 0.1,
  ReservoirSize: 5,
  ServiceName: 'shop*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: 'POST',
  URLPath: '/checkout/*',
  Version: 1,
};

function create(client: XRayClient, change: Partial<SamplingRule> = {}) {
  return client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...rule, ...change } }));
}

async function rules(client: XRayClient) {
  const { SamplingRuleRecords } = await client.send(new GetSamplingRulesCommand({}));
  return SamplingRuleRecords?.map(({ SamplingRule }) => SamplingRule) ?? [];
}

async function lastModification(client: XRayClient): Promise<number> {
  const answer = await client.send(new GetSamplingTargetsCommand({ SamplingStatisticsDocuments: [] }));
  return answer.LastRuleModification?.getTime() ?? 0;
}

test('a rule is made with every member that SDKs look for, changed and deleted; the order is that of trying', async () => {
  const { client } = await runningService();
  const { SamplingRuleRecord } = await create(client);
  const made = {
    ...rule,
    RuleARN: 'arn:aws:xray:local:000000000000:sampling-rule/checkout',
    Attributes: {},
  };
  expect(SamplingRuleRecord?.SamplingRule).toEqual(made);
  expect(Date.now() - (SamplingRuleRecord?.CreatedAt?.getTime() ?? 0)).toBeLessThan(10_000);
  await create(client, { RuleName: 'z-first', Priority: 1, Attributes: { tier: 'gold' } });
  await create(client, { RuleName: 'b-same', Priority: 100 });
  expect((await rules(client)).map((one) => one?.RuleName)).toEqual([
    'z-first',
    'b-same',
    'checkout',
    'Default',
  ]);

  const { SamplingRuleRecord: updated } = await client.send(
    new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleARN: made.RuleARN, FixedRate: 0, Host: 'h' } }),
  );
  expect(updated?.SamplingRule).toEqual({ ...made, FixedRate: 0, Host: 'h' });
  const { SamplingRuleRecord: deleted } = await client.send(
    new DeleteSamplingRuleCommand({ RuleName: 'checkout' }),
  );
  expect(deleted?.SamplingRule).toEqual(updated?.SamplingRule);
  expect((await rules(client)).map((one) => one?.RuleName)).toEqual(['z-first', 'b-same', 'Default']);
});

test('every change moves LastRuleModification past the moment of the change', async () => {
  const { client } = await runningService();
  const start = await lastModification(client);
  const before = Math.floor(Date.now() / 1000) * 1000;
  await create(client);
  const made = await lastModification(client);
  expect(made).toBeGreaterThan(Math.max(before, start));
  await client.send(new DeleteSamplingRuleCommand({ RuleName: 'checkout' }));
  expect(await lastModification(client)).toBeGreaterThanOrEqual(made);
});

test.each<[what: string, change: Partial<SamplingRule>, message: RegExp]>([
  ['no name', { RuleName: undefined }, /RuleName is missing/],
  ['a name of 33 characters', { RuleName: 'a'.repeat(33) }, /1 to 32/],
  ['name and ARN', { RuleARN: 'arn' }, /RuleARN/],
  ['the name Default', { RuleName: 'Default' }, /already exists/],
  ['priority 0', { Priority: 0 }, /1 to 9999/],
  ['priority 10000', { Priority: 10_000 }, /1 to 9999/],
  ['a rate above 1', { FixedRate: 1.01 }, /0 to 1/],
  ['a negative reservoir', { ReservoirSize: -1 }, /0 or more/],
  ['half a request', { ReservoirSize: 0.5 }, /whole number/],
  ['version 2', { Version: 2 }, /Version is 2/],
  ['no service name', { ServiceName: undefined }, /ServiceName is missing/],
  ['a long method', { HTTPMethod: 'PROPPATCHES' }, /at most 10/],
  ['a long path', { URLPath: '/'.repeat(129) }, /at most 128/],
  ['six attributes', { Attributes: { a: '1', b: '1', c: '1', d: '1', e: '1', f: '1' } }, /at most 5/],
  ['an empty attribute', { Attributes: { a: '' } }, /1 to 32/],
  ['a boost above 1', { SamplingRateBoost: { MaxRate: 2, CooldownWindowMinutes: 1 } }, /0 to 1/],
])('%s makes no rule', async (_what, change, message) => {
  const { client } = await runningService();
  await expect(create(client, change)).rejects.toMatchObject({
    ...invalid,
    message: expect.stringMatching(message),
  });
  expect(await rules(client)).toHaveLength(1);
});

test('Default can change its rate and reservoir and nothing else, and cannot go', async () => {
  const { client } = await runningService();
  const update = (change: object) =>
    client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'Default', ...change } }));
  await update({ FixedRate: 0.25, ReservoirSize: 7 });
  await expect(update({ Priority: 5 })).rejects.toMatchObject(invalid);
  await expect(update({ FixedRate: 0.5, Host: 'x' })).rejects.toMatchObject(invalid);
  await expect(client.send(new DeleteSamplingRuleCommand({ RuleName: 'Default' }))).rejects.toMatchObject(
    invalid,
  );
  const [record] = (await client.send(new GetSamplingRulesCommand({}))).SamplingRuleRecords ?? [];
  expect(record?.SamplingRule).toMatchObject({
    FixedRate: 0.25,
    ReservoirSize: 7,
    Priority: 10_000,
    Host: '*',
  });
  expect(record?.CreatedAt?.getTime()).toBe(0);
});

test('a rule of the same name, an unknown one, two names for one and a 26th rule are refused', async () => {
  const { client } = await runningService();
  for (let n = 0; n < 25; n++) await create(client, { RuleName: `r${n}` });
  await expect(create(client, { RuleName: 'r3' })).rejects.toMatchObject(invalid);
  await expect(create(client, { RuleName: 'more' })).rejects.toMatchObject({
    name: 'RuleLimitExceededException',
    $metadata: { httpStatusCode: 400 },
  });
  for (const selection of [{ RuleName: 'gone' }, {}, { RuleName: 'r1', RuleARN: 'arn' }]) {
    await expect(client.send(new DeleteSamplingRuleCommand(selection))).rejects.toMatchObject(invalid);
    await expect(
      client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: selection })),
    ).rejects.toMatchObject(invalid);
  }
});

test('rules are there after a restart', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const read = async (make: boolean) => {
    const store = await openStore({ folder: folder.path });
    const service = await startService({ store, host: '127.0.0.1', port: 0 });
    const post = async (path: string, body: object) =>
      (await fetch(service.url + path, { method: 'POST', body: JSON.stringify(body) })).json();
    if (make) await post('/CreateSamplingRule', { SamplingRule: rule });
    const answer = await post('/GetSamplingRules', {});
    await service.close();
    await store.close();
    return answer.SamplingRuleRecords[0];
  };
  expect(await read(false)).toMatchObject({ SamplingRule: { RuleName: 'Default' } });
  expect(await read(true)).toEqual(await read(false));
});

test('what SDKs sampled is summed by rule and window', async () => {
  const { client } = await runningService();
  await create(client);
  const report = (RuleName: string, ClientID: string) => ({
    RuleName,
    ClientID,
    Timestamp: new Date(),
    RequestCount: 10,
    SampledCount: 3,
    BorrowCount: 1,
  });
  const one = 'a'.repeat(24);
  await client.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: [report('checkout', one), report('checkout', 'b'.repeat(24))],
    }),
  );
  const { SamplingStatisticSummaries } = await client.send(new GetSamplingStatisticSummariesCommand({}));
  expect(SamplingStatisticSummaries).toEqual([
    { RuleName: 'checkout', Timestamp: expect.any(Date), RequestCount: 20, SampledCount: 6, BorrowCount: 2 },
  ]);
  const old = { ...report('checkout', one), Timestamp: new Date(Date.now() - 2 * 3600_000) };
  const boost = {
    ServiceName: 's',
    Timestamp: new Date(),
    AnomalyCount: 1,
    TotalCount: 2,
    SampledAnomalyCount: 1,
  };
  const answer = await client.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: [old],
      SamplingBoostStatisticsDocuments: [
        { ...boost, RuleName: 'checkout' },
        { ...boost, RuleName: 'gone' },
      ],
    }),
  );
  expect(answer.SamplingTargetDocuments).toEqual([]);
  expect(answer.UnprocessedStatistics).toMatchObject([{ RuleName: 'checkout', ErrorCode: '400' }]);
  expect(answer.UnprocessedBoostStatistics).toMatchObject([{ RuleName: 'gone', ErrorCode: '404' }]);
});
