import { Type } from '@sinclair/typebox';
import { invalidMember, readRange, Text, Time } from '../http/members.js';
import { groupMembers } from './group-operations.js';
import { type Operation, operation } from './operation.js';
import { checkToken, NoToken } from './whole-answer.js';

const impactWindowS = 6 * 3600;
const impactPastS = 30 * 24 * 3600;

const InsightId = Type.String({
  pattern: '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$',
  expects: 'the id of an insight, a UUID',
});

function maxResults(most: number) {
  return Type.Optional(
    Type.Integer({ minimum: 1, maximum: most, expects: `a whole number from 1 to ${most}` }),
  );
}

/** Lists insights. Nothing here looks for any, so there are none. */
export const getInsightSummaries: Operation = operation({
  name: 'GetInsightSummaries',
  path: '/InsightSummaries',
  right: 'read',
  input: Type.Object({
    ...groupMembers,
    StartTime: Time,
    EndTime: Time,
    States: Type.Optional(
      Type.Array(Type.Union([Type.Literal('ACTIVE'), Type.Literal('CLOSED')]), {
        maxItems: 1,
        expects: '["ACTIVE"] or ["CLOSED"]',
      }),
    ),
    MaxResults: maxResults(100),
    NextToken: NoToken,
  }),
  async answer(input, { groups }) {
    checkToken(input.NextToken);
    readRange(input);
    await groups.find(input);
    return { InsightSummaries: [] };
  },
});

/** Gives an insight; there is none. */
export const getInsight: Operation = operation({
  name: 'GetInsight',
  path: '/Insight',
  right: 'read',
  input: Type.Object({ InsightId }),
  answer: async () => ({}),
});

/** Lists what happened to an insight: nothing. */
export const getInsightEvents: Operation = operation({
  name: 'GetInsightEvents',
  path: '/InsightEvents',
  right: 'read',
  input: Type.Object({ InsightId, MaxResults: maxResults(50), NextToken: NoToken }),
  async answer({ NextToken }) {
    checkToken(NextToken);
    return { InsightEvents: [] };
  },
});

/** Gives the services that an insight concerns: none. */
export const getInsightImpactGraph: Operation = operation({
  name: 'GetInsightImpactGraph',
  path: '/InsightImpactGraph',
  right: 'read',
  input: Type.Object({
    InsightId,
    StartTime: Time,
    EndTime: Time,
    NextToken: Type.Optional(Text('no NextToken')),
  }),
  async answer(input, { nowS }) {
    checkToken(input.NextToken);
    const { start, end } = readRange(input);
    if (end - start > impactWindowS)
      throw invalidMember('StartTime to EndTime are more than 6 hours; ask for at most 6.');
    if (start < nowS() - impactPastS)
      throw invalidMember(`StartTime is ${start}; ask for one of the last 30 days.`);
    return {
      InsightId: input.InsightId,
      StartTime: start,
      EndTime: end,
      ServiceGraphStartTime: start,
      ServiceGraphEndTime: end,
      Services: [],
    };
  },
});
