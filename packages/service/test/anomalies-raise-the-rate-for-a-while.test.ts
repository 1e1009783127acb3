import { CreateSamplingRuleCommand, GetSamplingTargetsCommand } from '@aws-sdk/client-xray';
import { expect, test } from 'vitest';
import { defaultRule } from '../src/sampling/rule.js';
import { SamplingBoosts } from '../src/sampling/sampling-boosts.js';
import { runningService } from './running-service.js';

const rule = {
  ...defaultRule(false),
  RuleName: 'orders',
  SamplingRateBoost: { MaxRate: 0.5, CooldownWindowMinutes: 10 },
};
const anomalies = (AnomalyCount: number, SampledAnomalyCount = 0, ServiceName = 'shop') => ({
  ServiceName,
  AnomalyCount,
  SampledAnomalyCount,
});

test('anomalies that are missed raise the rate for a minute, and not again within the cooldown window', () => {
  const boosts = new SamplingBoosts();
  const boost = { BoostRate: 0.5, BoostRateTTL: 1060 };
  expect(boosts.report(rule, anomalies(0), 990)).toBeUndefined();
  expect(boosts.report(rule, anomalies(5), 1000)).toEqual(boost);
  // Every client of the service is told, whatever it has seen itself.
  expect(boosts.report(rule, anomalies(0), 1030)).toEqual(boost);
  expect(boosts.report(rule, anomalies(5), 1060)).toBeUndefined();
  expect(boosts.report(rule, anomalies(5), 1599)).toBeUndefined();
  expect(boosts.report(rule, anomalies(5), 1600)).toEqual({ BoostRate: 0.5, BoostRateTTL: 1660 });
});

test('many anomalies need less of a boost, sampled ones none, and a rule without a boost has none', () => {
  const boosts = new SamplingBoosts();
  expect(boosts.report(rule, anomalies(100, 0, 'many'), 0)?.BoostRate).toBe(0.1);
  expect(boosts.report(rule, anomalies(1000, 0, 'very many'), 0)).toBeUndefined();
  expect(boosts.report(rule, anomalies(100, 10, 'sampled'), 0)).toBeUndefined();
  expect(boosts.report(rule, anomalies(3, 3, 'all sampled'), 0)).toBeUndefined();
  expect(boosts.report(defaultRule(false), anomalies(5), 0)).toBeUndefined();
  expect(boosts.report(rule, anomalies(5, 0, 'another'), 0)?.BoostRate).toBe(0.5);
});

test('the official client is told the boost of its rule with the target', async () => {
  const { client } = await runningService();
  const anything = { ResourceARN: '*', ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*' };
  const { RuleName, SamplingRateBoost } = rule;
  const made = { ...anything, RuleName, SamplingRateBoost, URLPath: '*', Priority: 1, Version: 1 };
  await client.send(
    new CreateSamplingRuleCommand({ SamplingRule: { ...made, FixedRate: 0.05, ReservoirSize: 1 } }),
  );
  const Timestamp = new Date();
  const statistics = { ClientID: 'a'.repeat(24), Timestamp, RequestCount: 100, SampledCount: 5 };
  const boost = { ServiceName: 'shop', Timestamp, AnomalyCount: 4, TotalCount: 100, SampledAnomalyCount: 0 };
  const answer = await client.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: [
        { ...statistics, RuleName },
        { ...statistics, RuleName: 'Default' },
      ],
      SamplingBoostStatisticsDocuments: [
        { ...boost, RuleName },
        { ...boost, RuleName: 'gone' },
      ],
    }),
  );
  const [orders, byDefault] = answer.SamplingTargetDocuments ?? [];
  expect(orders?.SamplingBoost?.BoostRate).toBe(0.5);
  expect(orders?.SamplingBoost?.BoostRateTTL?.getTime()).toBeGreaterThan(Date.now());
  expect(byDefault?.SamplingBoost).toBeUndefined();
  expect(answer.UnprocessedBoostStatistics).toMatchObject([{ RuleName: 'gone' }]);
});
