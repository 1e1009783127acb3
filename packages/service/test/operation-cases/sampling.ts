import { expect } from 'vitest';
import { type BadCase, defaultRuleArn, type OperationCases, unknownArn } from './operation-case.js';

/** A rule with every member that is required. */
export const newRule = {
  RuleName: 'orders',
  ResourceARN: '*',
  Priority: 7,
  FixedRate: 0.25,
  ReservoirSize: 3,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: 'GET',
  URLPath: '/orders/*',
  Version: 1,
} as const;

/** What a client has sampled by the rule that is in the world. */
export const report = {
  RuleName: 'checkout',
  ClientID: '0123456789abcdef01234567',
  Timestamp: new Date(),
  RequestCount: 9,
  SampledCount: 2,
  BorrowCount: 1,
};

/** Cases of rules, targets and statistics. */
export function sampling(): Record<string, OperationCases> {
  const made = { ...newRule, RuleARN: expect.stringContaining(':sampling-rule/orders'), Attributes: {} };
  const times = { CreatedAt: expect.any(Date), ModifiedAt: expect.any(Date) };
  const counts = { AnomalyCount: 3, TotalCount: 9, SampledAnomalyCount: 1 };
  const boost = { RuleName: 'checkout', ServiceName: 's', Timestamp: new Date(), ...counts };
  const unnamed: readonly BadCase[] = [
    [{}, /by one of them/],
    [{ RuleName: 'gone' }, /no sampling rule "gone"/],
    [{ RuleARN: unknownArn }, /no sampling rule "arn:/],
    [{ RuleName: 'checkout', RuleARN: defaultRuleArn }, /by one of them/],
    [{ RuleName: '' }, /1 to 32/],
    [{ RuleName: 'r'.repeat(33) }, /1 to 32/],
  ];
  const wrong = (change: object, message: RegExp): BadCase => [
    { SamplingRule: { ...newRule, ...change } },
    message,
  ];
  return {
    GetSamplingRules: {
      good: [
        [
          {},
          {
            SamplingRuleRecords: [
              { SamplingRule: { RuleName: 'checkout', Attributes: {} } },
              { SamplingRule: { RuleName: 'Default', Priority: 10_000 }, CreatedAt: new Date(0) },
            ],
          },
        ],
      ],
      bad: [[{ NextToken: 'x' }, /NextToken is "x"/]],
    },
    CreateSamplingRule: {
      good: [
        [
          { SamplingRule: newRule, Tags: [{ Key: 'a', Value: 'b' }] },
          { SamplingRuleRecord: { SamplingRule: made, ...times } },
        ],
        [
          {
            SamplingRule: {
              ...newRule,
              RuleName: 'z',
              Attributes: { tier: 'gold' },
              SamplingRateBoost: { MaxRate: 0.5, CooldownWindowMinutes: 10 },
            },
          },
          { SamplingRuleRecord: { SamplingRule: { SamplingRateBoost: { MaxRate: 0.5 } } } },
        ],
      ],
      bad: [
        [{}, /SamplingRule is missing/],
        wrong({ RuleName: 'checkout' }, /already exists/),
        wrong({ RuleName: 'Default' }, /already exists/),
        wrong({ RuleARN: defaultRuleArn }, /RuleARN/),
        wrong({ Priority: 0 }, /1 to 9999/),
        wrong({ Priority: 10_000 }, /1 to 9999/),
        wrong({ FixedRate: 1.5 }, /0 to 1/),
        wrong({ ReservoirSize: -1 }, /0 or more/),
        wrong({ Version: 2 }, /Version is 2/),
        wrong({ ResourceARN: 'a'.repeat(501) }, /at most 500/),
        wrong({ ServiceName: 'a'.repeat(65) }, /at most 64/),
        wrong({ ServiceType: 'a'.repeat(65) }, /at most 64/),
        wrong({ Host: 'a'.repeat(65) }, /at most 64/),
        wrong({ HTTPMethod: 'a'.repeat(11) }, /at most 10/),
        wrong({ URLPath: 'a'.repeat(129) }, /at most 128/),
        wrong({ Attributes: Object.fromEntries([...'abcdef'].map((key) => [key, 'v'])) }, /at most 5/),
        wrong({ Attributes: { key: 'v'.repeat(33) } }, /1 to 32/),
        wrong({ Attributes: { ['k'.repeat(33)]: 'v' } }, /1 to 32/),
        wrong({ SamplingRateBoost: { MaxRate: 2, CooldownWindowMinutes: 1 } }, /0 to 1/),
        wrong({ SamplingRateBoost: { MaxRate: 1, CooldownWindowMinutes: -1 } }, /0 or more/),
        [{ SamplingRule: newRule, Tags: [{ Key: 'aws:a', Value: '' }] }, /reserved/],
      ],
    },
    UpdateSamplingRule: {
      good: [
        [
          { SamplingRuleUpdate: { RuleName: 'checkout', FixedRate: 1, HTTPMethod: 'PUT' } },
          {
            SamplingRuleRecord: {
              SamplingRule: { RuleName: 'checkout', FixedRate: 1, HTTPMethod: 'PUT', Priority: 100 },
            },
          },
        ],
        [
          { SamplingRuleUpdate: { RuleARN: defaultRuleArn, ReservoirSize: 9 } },
          { SamplingRuleRecord: { SamplingRule: { RuleName: 'Default', ReservoirSize: 9 }, ...times } },
        ],
      ],
      bad: [
        [{}, /SamplingRuleUpdate is missing/],
        ...unnamed.map(([update, message]): BadCase => [{ SamplingRuleUpdate: update }, message]),
        [{ SamplingRuleUpdate: { RuleName: 'checkout', Priority: 0 } }, /1 to 9999/],
        [{ SamplingRuleUpdate: { RuleName: 'Default', Host: 'h' } }, /Host of the sampling rule Default/],
      ],
    },
    DeleteSamplingRule: {
      good: [
        [
          { RuleName: 'checkout' },
          { SamplingRuleRecord: { SamplingRule: { RuleName: 'checkout' }, ...times } },
        ],
      ],
      bad: [...unnamed, [{ RuleName: 'Default' }, /cannot be deleted/]],
    },
    GetSamplingTargets: {
      good: [
        [
          {
            SamplingStatisticsDocuments: [report, { ...report, RuleName: 'gone' }],
            SamplingBoostStatisticsDocuments: [boost, { ...boost, RuleName: 'gone' }],
          },
          {
            SamplingTargetDocuments: [
              {
                RuleName: 'checkout',
                FixedRate: 0.1,
                ReservoirQuota: 5,
                ReservoirQuotaTTL: expect.any(Date),
                Interval: 10,
                SamplingBoost: { BoostRate: expect.any(Number), BoostRateTTL: expect.any(Date) },
              },
            ],
            LastRuleModification: expect.any(Date),
            UnprocessedStatistics: [{ RuleName: 'gone', ErrorCode: '404', Message: expect.any(String) }],
            UnprocessedBoostStatistics: [{ RuleName: 'gone', ErrorCode: '404' }],
          },
        ],
        [{ SamplingStatisticsDocuments: [] }, { SamplingTargetDocuments: [] }],
      ],
      bad: [
        [{}, /SamplingStatisticsDocuments is missing/],
        [{ SamplingStatisticsDocuments: Array(26).fill(report) }, /at most 25/],
        [{ SamplingStatisticsDocuments: [{ ...report, ClientID: 'a'.repeat(23) }] }, /24 hex digits/],
        [{ SamplingStatisticsDocuments: [{ ...report, SampledCount: -1 }] }, /SampledCount is -1/],
        [
          { SamplingStatisticsDocuments: [], SamplingBoostStatisticsDocuments: Array(26).fill(boost) },
          /at most 25/,
        ],
        [
          {
            SamplingStatisticsDocuments: [],
            SamplingBoostStatisticsDocuments: [{ ...boost, ServiceName: 's'.repeat(65) }],
          },
          /at most 64/,
        ],
      ],
    },
    GetSamplingStatisticSummaries: {
      good: [
        [
          {},
          {
            SamplingStatisticSummaries: [
              {
                RuleName: 'checkout',
                Timestamp: expect.toSatisfy((time: Date) => time.getTime() % 10_000 === 0),
                RequestCount: 9,
                SampledCount: 2,
                BorrowCount: 1,
              },
            ],
          },
        ],
        [{ NextToken: '' }, {}],
      ],
      bad: [[{ NextToken: 'x' }, /NextToken is "x"/]],
    },
  };
}
