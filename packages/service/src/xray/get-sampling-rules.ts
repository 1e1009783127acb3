import { Type } from '@sinclair/typebox';
import { Text } from '../http/members.js';
import { type Operation, operation } from './operation.js';

/** Gives every sampling rule at once: SDKs read the first page only. */
export const getSamplingRules: Operation = operation({
  name: 'GetSamplingRules',
  path: '/GetSamplingRules',
  input: Type.Object({
    NextToken: Type.Optional(Text('the NextToken of an earlier answer, or leave it out')),
  }),
  async answer(_input, { defaultRule, rulesModifiedS }) {
    return { SamplingRuleRecords: [{ SamplingRule: defaultRule, CreatedAt: 0, ModifiedAt: rulesModifiedS }] };
  },
});
