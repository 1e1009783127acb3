import { type Static, Type } from '@sinclair/typebox';
import { readTime, Text, Time } from '../http/members.js';
import type { RuleRecord } from '../sampling/rule.js';
import type { SamplingBoost } from '../sampling/sampling-boosts.js';
import { type Call, type Operation, operation } from './operation.js';

/** Documents older than this tell nothing about the demand of now, seconds. */
const oldestS = 3600;

/** As SDKs expect them: 4… means that their rules are out of date. */
const codes = { unknownRule: '404', tooOld: '400' } as const;

const Count = Type.Number({ minimum: 0, expects: 'a count, 0 or more' });
const RuleName = Text('the name of a sampling rule, 1 to 32 characters', { minLength: 1, maxLength: 32 });

const StatisticsDocument = Type.Object(
  {
    RuleName,
    ClientID: Type.String({
      pattern: '^[0-9A-Fa-f]{24}$',
      expects: 'the 24 hex digits that name this client',
    }),
    Timestamp: Time,
    RequestCount: Count,
    SampledCount: Count,
    BorrowCount: Type.Optional(Count),
  },
  {
    expects: 'a statistics document { "RuleName", "ClientID", "Timestamp", "RequestCount", "SampledCount" }',
  },
);

const BoostDocument = Type.Object(
  {
    RuleName,
    ServiceName: Text('the name of a service, at most 64 characters', { maxLength: 64 }),
    Timestamp: Time,
    AnomalyCount: Count,
    TotalCount: Count,
    SampledAnomalyCount: Count,
  },
  { expects: 'a boost statistics document { "RuleName", "ServiceName", "Timestamp", "AnomalyCount", … }' },
);

const Input = Type.Object({
  SamplingStatisticsDocuments: Type.Array(StatisticsDocument, {
    maxItems: 25,
    expects: 'a list of at most 25 statistics documents',
  }),
  SamplingBoostStatisticsDocuments: Type.Optional(
    Type.Array(BoostDocument, { maxItems: 25, expects: 'a list of at most 25 documents' }),
  ),
});

/** Takes what an SDK has sampled and tells it what it may sample next, rule by rule. */
export const getSamplingTargets: Operation = operation({
  name: 'GetSamplingTargets',
  path: '/SamplingTargets',
  right: 'poll',
  input: Input,
  async answer(input, call) {
    const { SamplingStatisticsDocuments: reports, SamplingBoostStatisticsDocuments: boosts = [] } = input;
    const times = timesOf('SamplingStatisticsDocuments', reports);
    timesOf('SamplingBoostStatisticsDocuments', boosts);
    const rules = await rulesByName(call);
    const nowS = call.nowS();
    const raised = boostsOf(boosts, rules, call, nowS);
    const targets: object[] = [];
    const unprocessed: object[] = [];
    reports.forEach((report, index) => {
      const rule = rules.get(report.RuleName)?.SamplingRule;
      if (rule === undefined) unprocessed.push(unknownRule(report));
      else if ((times[index] ?? 0) < nowS - oldestS) unprocessed.push(tooOld(report));
      else {
        const target = call.targets.report(rule, { BorrowCount: 0, ...report }, nowS);
        const boost = raised.get(rule.RuleName);
        targets.push(boost === undefined ? target : { ...target, SamplingBoost: boost });
      }
    });
    return {
      SamplingTargetDocuments: targets,
      LastRuleModification: await call.rules.lastModifiedS(),
      UnprocessedStatistics: unprocessed,
      UnprocessedBoostStatistics: boosts.filter((boost) => !rules.has(boost.RuleName)).map(unknownRule),
    };
  },
});

async function rulesByName({ rules, targets }: Call): Promise<ReadonlyMap<string, RuleRecord>> {
  const records = await rules.list();
  const byName = new Map(records.map((record) => [record.SamplingRule.RuleName, record]));
  targets.keepRules(new Set(byName.keys()));
  return byName;
}

/** The highest boost for each rule: a target names no service. */
function boostsOf(
  reports: readonly Static<typeof BoostDocument>[],
  rules: ReadonlyMap<string, RuleRecord>,
  { targets }: Call,
  nowS: number,
): ReadonlyMap<string, SamplingBoost> {
  const raised = new Map<string, SamplingBoost>();
  for (const report of reports) {
    const rule = rules.get(report.RuleName)?.SamplingRule;
    const boost = rule && targets.boosts.report(rule, report, nowS);
    if (boost !== undefined && boost.BoostRate > (raised.get(report.RuleName)?.BoostRate ?? 0))
      raised.set(report.RuleName, boost);
  }
  return raised;
}

/** Read before anything is counted: one bad time refuses the request whole. */
function timesOf(
  member: string,
  documents: readonly { readonly Timestamp: number | string }[],
): readonly number[] {
  return documents.map(({ Timestamp }, index) => readTime(`${member}[${index}].Timestamp`, Timestamp));
}

function unknownRule({ RuleName: name }: { readonly RuleName: string }): object {
  return {
    RuleName: name,
    ErrorCode: codes.unknownRule,
    Message: `There is no sampling rule named ${JSON.stringify(name)}; get the rules again.`,
  };
}

function tooOld({ RuleName: name }: { readonly RuleName: string }): object {
  return {
    RuleName: name,
    ErrorCode: codes.tooOld,
    Message: 'The statistics are more than an hour old; set the clock of this client.',
  };
}
