import { Type } from '@sinclair/typebox';
import { Text } from '../http/members.js';
import { ServiceError } from '../service-error.js';
import { type Call, type Operation, operation } from './operation.js';
import { TagList } from './tag-schema.js';
import { checkToken, NoToken } from './whole-answer.js';

const ResourceARN = Text('the ARN of a group or a sampling rule', { minLength: 1, maxLength: 1011 });

/** Puts tags on a group or a sampling rule. */
export const tagResource: Operation = operation({
  name: 'TagResource',
  path: '/TagResource',
  right: 'admin',
  input: Type.Object({ ResourceARN, Tags: TagList }),
  async answer(input, call) {
    await checkResource(input.ResourceARN, call);
    await call.tags.add(
      input.ResourceARN,
      input.Tags.map(({ Key, Value }) => ({ Key, Value })),
    );
    return {};
  },
});

/** Takes tags off a group or a sampling rule. */
export const untagResource: Operation = operation({
  name: 'UntagResource',
  path: '/UntagResource',
  right: 'admin',
  input: Type.Object({
    ResourceARN,
    TagKeys: Type.Array(Text('a tag key of 1 to 128 characters', { minLength: 1, maxLength: 128 }), {
      maxItems: 200,
      expects: 'a list of at most 200 tag keys',
    }),
  }),
  async answer(input, call) {
    await checkResource(input.ResourceARN, call);
    await call.tags.remove(input.ResourceARN, input.TagKeys);
    return {};
  },
});

/** Gives the tags of a group or a sampling rule. */
export const listTagsForResource: Operation = operation({
  name: 'ListTagsForResource',
  path: '/ListTagsForResource',
  right: 'read',
  input: Type.Object({ ResourceARN, NextToken: NoToken }),
  async answer(input, call) {
    checkToken(input.NextToken);
    await checkResource(input.ResourceARN, call);
    return { Tags: await call.tags.of(input.ResourceARN) };
  },
});

async function checkResource(arn: string, { groups, rules }: Call): Promise<void> {
  const isGroup = (await groups.list()).some(({ GroupARN }) => GroupARN === arn);
  if (isGroup || (await rules.list()).some(({ SamplingRule }) => SamplingRule.RuleARN === arn)) return;
  throw new ServiceError(
    'service/unknown-resource',
    'There is no group and no sampling rule of this ARN; GetGroups and GetSamplingRules list them.',
    { resourceName: arn },
  );
}
