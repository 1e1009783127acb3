import { type Static, type TString, Type } from '@sinclair/typebox';
import { invalidMember, Text } from '../http/members.js';
import { type Rule, ruleArn } from '../sampling/rule.js';
import type { RuleContent } from '../sampling/sampling-rules.js';
import { checkTags } from '../tags/tags.js';
import { type Operation, operation } from './operation.js';
import { TagList } from './tag-schema.js';
import { checkToken, NoToken } from './whole-answer.js';

const RuleName = Text('the name of a sampling rule, 1 to 32 characters', { minLength: 1, maxLength: 32 });
const RuleARN = Text('the ARN of a sampling rule');

const contentMembers = {
  ResourceARN: pattern(500),
  Priority: Type.Integer({ minimum: 1, maximum: 9999, expects: 'a whole number from 1 to 9999' }),
  FixedRate: Type.Number({ minimum: 0, maximum: 1, expects: 'the share that is sampled, 0 to 1' }),
  ReservoirSize: Type.Integer({
    minimum: 0,
    maximum: 1_000_000_000,
    expects: 'a whole number of requests a second, 0 or more',
  }),
  ServiceName: pattern(64),
  ServiceType: pattern(64),
  Host: pattern(64),
  HTTPMethod: pattern(10),
  URLPath: pattern(128),
};

const optionalMembers = {
  Attributes: Type.Optional(
    Type.Record(Type.String(), Text('a value of 1 to 32 characters', { minLength: 1, maxLength: 32 }), {
      expects: 'at most 5 attributes { "key": "pattern" } with keys and values of 1 to 32 characters',
    }),
  ),
  SamplingRateBoost: Type.Optional(
    Type.Object(
      {
        MaxRate: Type.Number({ minimum: 0, maximum: 1, expects: 'the highest rate, 0 to 1' }),
        CooldownWindowMinutes: Type.Integer({
          minimum: 0,
          maximum: 1_000_000,
          expects: 'a whole number of minutes, 0 or more',
        }),
      },
      { expects: '{ "MaxRate": 0.5, "CooldownWindowMinutes": 10 }' },
    ),
  ),
};

const NewRule = Type.Object(
  {
    RuleName,
    RuleARN: Type.Optional(RuleARN),
    ...contentMembers,
    Version: Type.Literal(1, { expects: '1' }),
    ...optionalMembers,
  },
  { expects: 'a sampling rule { "RuleName", "Priority", … }' },
);

const RuleUpdate = Type.Object(
  {
    RuleName: Type.Optional(RuleName),
    RuleARN: Type.Optional(RuleARN),
    ...Type.Partial(Type.Object(contentMembers)).properties,
    ...optionalMembers,
  },
  { expects: 'what to change of a sampling rule { "RuleName", … }' },
);

/** Gives every sampling rule at once: SDKs read the first page only. */
export const getSamplingRules: Operation = operation({
  name: 'GetSamplingRules',
  path: '/GetSamplingRules',
  right: 'poll',
  input: Type.Object({ NextToken: NoToken }),
  async answer({ NextToken }, { rules }) {
    checkToken(NextToken);
    return { SamplingRuleRecords: await rules.list() };
  },
});

/** Makes a sampling rule. */
export const createSamplingRule: Operation = operation({
  name: 'CreateSamplingRule',
  path: '/CreateSamplingRule',
  right: 'admin',
  input: Type.Object({ SamplingRule: NewRule, Tags: Type.Optional(TagList) }),
  async answer({ SamplingRule, Tags = [] }, { rules, tags }) {
    if (SamplingRule.RuleARN !== undefined)
      throw invalidMember('SamplingRule.RuleARN is given for a new rule; name it by RuleName alone.');
    const arn = ruleArn(SamplingRule.RuleName);
    checkTags(Tags, arn);
    const record = await rules.create(newRule(SamplingRule));
    await tags.add(arn, Tags);
    return { SamplingRuleRecord: record };
  },
});

/** Changes a sampling rule; members left out stay as they are. */
export const updateSamplingRule: Operation = operation({
  name: 'UpdateSamplingRule',
  path: '/UpdateSamplingRule',
  right: 'admin',
  input: Type.Object({ SamplingRuleUpdate: RuleUpdate }),
  async answer({ SamplingRuleUpdate: update }, { rules }) {
    return { SamplingRuleRecord: await rules.update(update, contentOf(update)) };
  },
});

/** Deletes a sampling rule and gives what it was. */
export const deleteSamplingRule: Operation = operation({
  name: 'DeleteSamplingRule',
  path: '/DeleteSamplingRule',
  right: 'admin',
  input: Type.Object({ RuleName: Type.Optional(RuleName), RuleARN: Type.Optional(RuleARN) }),
  async answer(input, { rules, tags }) {
    const record = await rules.delete(input);
    await tags.forget(record.SamplingRule.RuleARN);
    return { SamplingRuleRecord: record };
  },
});

/** Member by member: what a request holds beyond them must not be stored, nor reach SDKs. */
function newRule(input: Static<typeof NewRule>): Rule {
  const { RuleName: name, ResourceARN, Priority, FixedRate, ReservoirSize } = input;
  const { ServiceName, ServiceType, Host, HTTPMethod, URLPath } = input;
  return {
    RuleName: name,
    RuleARN: ruleArn(name),
    ...{ ResourceARN, Priority, FixedRate, ReservoirSize },
    ...{ ServiceName, ServiceType, Host, HTTPMethod, URLPath },
    Version: 1,
    Attributes: {},
    ...contentOf({
      ...(input.Attributes !== undefined && { Attributes: input.Attributes }),
      ...(input.SamplingRateBoost !== undefined && { SamplingRateBoost: input.SamplingRateBoost }),
    }),
  };
}

function contentOf(update: Static<typeof RuleUpdate>): RuleContent {
  const { Attributes, SamplingRateBoost } = update;
  const given = Object.keys(contentMembers).flatMap((member) => {
    const value = update[member as keyof typeof contentMembers];
    return value === undefined ? [] : [[member, value]];
  });
  return {
    ...(Object.fromEntries(given) as RuleContent),
    ...(Attributes !== undefined && { Attributes: checkedAttributes(Attributes) }),
    ...(SamplingRateBoost !== undefined && {
      SamplingRateBoost: {
        MaxRate: SamplingRateBoost.MaxRate,
        CooldownWindowMinutes: SamplingRateBoost.CooldownWindowMinutes,
      },
    }),
  };
}

function checkedAttributes(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const keys = Object.keys(attributes);
  if (keys.length > 5) throw invalidMember(`Attributes has ${keys.length} entries; write at most 5.`);
  if (keys.some((key) => key.length < 1 || key.length > 32))
    throw invalidMember('Attributes has a key that is empty or too long; write 1 to 32 characters.');
  return attributes;
}

function pattern(maxLength: number): TString {
  return Text(`a pattern of at most ${maxLength} characters; "*" stands for any run, "?" for one character`, {
    maxLength,
  });
}
