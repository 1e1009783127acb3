import { type TObject, type TOptional, type TString, Type } from '@sinclair/typebox';
import type { GroupContent } from '../groups/groups.js';
import { Text } from '../http/members.js';
import { checkTags } from '../tags/tags.js';
import { type Operation, operation } from './operation.js';
import { TagList } from './tag-schema.js';
import { checkToken, NoToken } from './whole-answer.js';

/** The members by which a request names a group. */
export const groupMembers: { readonly GroupName: TOptional<TString>; readonly GroupARN: TOptional<TString> } =
  {
    GroupName: Type.Optional(
      Text('the name of a group, 1 to 32 characters', { minLength: 1, maxLength: 32 }),
    ),
    GroupARN: Type.Optional(
      Text('the ARN of a group, 1 to 400 characters', { minLength: 1, maxLength: 400 }),
    ),
  };

const NamedGroup: TObject<typeof groupMembers> = Type.Object(groupMembers);

const contentMembers = {
  FilterExpression: Type.Optional(Text('a filter expression')),
  InsightsConfiguration: Type.Optional(
    Type.Object(
      {
        InsightsEnabled: Type.Optional(Type.Boolean({ expects: 'true or false' })),
        NotificationsEnabled: Type.Optional(Type.Boolean({ expects: 'true or false' })),
      },
      { expects: '{ "InsightsEnabled": true, "NotificationsEnabled": false }' },
    ),
  ),
};

/** Makes a group: a filter expression under a name. */
export const createGroup: Operation = operation({
  name: 'CreateGroup',
  path: '/CreateGroup',
  right: 'admin',
  input: Type.Object({
    GroupName: Type.String({
      pattern: '^[\\w .-]{1,32}$',
      expects: 'a name of 1 to 32 letters, digits, dashes, dots, spaces and underscores',
    }),
    ...contentMembers,
    Tags: Type.Optional(TagList),
  }),
  async answer({ GroupName, Tags = [], ...content }, { groups, tags }) {
    checkTags(Tags, GroupName);
    const group = await groups.create(GroupName, contentOf(content));
    await tags.add(group.GroupARN, Tags);
    return { Group: group };
  },
});

/** Gives one group. */
export const getGroup: Operation = operation({
  name: 'GetGroup',
  path: '/GetGroup',
  right: 'read',
  input: NamedGroup,
  answer: async (input, { groups }) => ({ Group: await groups.find(input) }),
});

/** Gives every group, `Default` first. */
export const getGroups: Operation = operation({
  name: 'GetGroups',
  path: '/Groups',
  right: 'read',
  input: Type.Object({ NextToken: NoToken }),
  async answer({ NextToken }, { groups }) {
    checkToken(NextToken);
    return { Groups: await groups.list() };
  },
});

/** Changes the filter expression or the insights of a group. */
export const updateGroup: Operation = operation({
  name: 'UpdateGroup',
  path: '/UpdateGroup',
  right: 'admin',
  input: Type.Object({ ...groupMembers, ...contentMembers }),
  answer: async (input, { groups }) => ({ Group: await groups.update(input, contentOf(input)) }),
});

/** Deletes a group; its traces stay. */
export const deleteGroup: Operation = operation({
  name: 'DeleteGroup',
  path: '/DeleteGroup',
  right: 'admin',
  input: NamedGroup,
  async answer(input, { groups, tags }) {
    const group = await groups.delete(input);
    await tags.forget(group.GroupARN);
    return {};
  },
});

/** What is stored of a request: members that are not modelled stay out. */
function contentOf({ FilterExpression, InsightsConfiguration: insights }: GroupContent): GroupContent {
  return {
    ...(FilterExpression !== undefined && { FilterExpression }),
    ...(insights !== undefined && {
      InsightsConfiguration: {
        ...(insights.InsightsEnabled !== undefined && { InsightsEnabled: insights.InsightsEnabled }),
        ...(insights.NotificationsEnabled !== undefined && {
          NotificationsEnabled: insights.NotificationsEnabled,
        }),
      },
    }),
  };
}
