import { type Static, Type } from '@sinclair/typebox';
import { readTime, Text, Time } from '../http/members.js';
import { type Call, type Operation, operation } from './operation.js';

/** SDKs report again after this many seconds. */
const intervalS = 10;
/** A quota holds this long, so that a report that is lost or late changes nothing. */
const quotaTtlS = 300;

const StatisticsDocument = Type.Object(
  {
    RuleName: Text('the name of a sampling rule, 1 to 32 characters', { minLength: 1, maxLength: 32 }),
    ClientID: Type.String({
      pattern: '^[0-9A-Fa-f]{24}$',
      expects: 'the 24 hex digits that name this client',
    }),
    Timestamp: Time,
    RequestCount: Type.Number({ minimum: 0, expects: 'the number of matched requests, 0 or more' }),
    SampledCount: Type.Number({ minimum: 0, expects: 'the number of sampled requests, 0 or more' }),
    BorrowCount: Type.Optional(
      Type.Number({ minimum: 0, expects: 'the number of borrowed requests, 0 or more' }),
    ),
  },
  {
    expects: 'a statistics document { "RuleName", "ClientID", "Timestamp", "RequestCount", "SampledCount" }',
  },
);

type StatisticsDocument = Static<typeof StatisticsDocument>;

const Input = Type.Object({
  SamplingStatisticsDocuments: Type.Array(StatisticsDocument, {
    maxItems: 25,
    expects: 'a list of at most 25 statistics documents',
  }),
  SamplingBoostStatisticsDocuments: Type.Optional(
    Type.Array(Type.Unknown(), { maxItems: 25, expects: 'a list of at most 25 documents' }),
  ),
});

/** Takes what an SDK has sampled and tells it what it may sample next, rule by rule. */
export const getSamplingTargets: Operation = operation({
  name: 'GetSamplingTargets',
  path: '/SamplingTargets',
  input: Input,
  async answer(input, call) {
    const documents = input.SamplingStatisticsDocuments;
    documents.forEach((document, index) => {
      readTime(`SamplingStatisticsDocuments[${index}].Timestamp`, document.Timestamp);
    });
    const known = documents.filter((document) => document.RuleName === call.defaultRule.RuleName);
    const unknown = documents.filter((document) => document.RuleName !== call.defaultRule.RuleName);
    return {
      SamplingTargetDocuments: known.map((document) => target(document, call)),
      LastRuleModification: call.rulesModifiedS,
      UnprocessedStatistics: unknown.map(unprocessed),
      UnprocessedBoostStatistics: [],
    };
  },
});

function target(document: StatisticsDocument, { defaultRule, quotas }: Call): object {
  const nowS = Math.floor(Date.now() / 1000);
  return {
    RuleName: defaultRule.RuleName,
    FixedRate: defaultRule.FixedRate,
    ReservoirQuota: quotas.share(defaultRule.RuleName, document.ClientID, defaultRule.ReservoirSize, nowS),
    ReservoirQuotaTTL: nowS + quotaTtlS,
    Interval: intervalS,
  };
}

function unprocessed({ RuleName }: StatisticsDocument): object {
  return {
    RuleName,
    ErrorCode: 'ResourceNotFoundException',
    Message: `There is no sampling rule named ${JSON.stringify(RuleName)}; get the rules again.`,
  };
}
