import { Type } from '@sinclair/typebox';
import { type Operation, operation } from './operation.js';
import { checkToken, NoToken } from './whole-answer.js';

/** Gives what SDKs sampled in the last hour, by rule and windows of ten seconds, the newest first. */
export const getSamplingStatisticSummaries: Operation = operation({
  name: 'GetSamplingStatisticSummaries',
  path: '/SamplingStatisticSummaries',
  right: 'read',
  input: Type.Object({ NextToken: NoToken }),
  async answer({ NextToken }, { targets, nowS }) {
    checkToken(NextToken);
    return { SamplingStatisticSummaries: targets.statistics.summaries(nowS()) };
  },
});
