import { expect } from 'vitest';
import {
  type BadCase,
  defaultRuleArn,
  notFound,
  type OperationCases,
  unknownArn,
  type World,
} from './operation-case.js';

/** Cases of groups, tags and the encryption configuration. */
export function groupsAndTags({ groupArn }: World): Record<string, OperationCases> {
  const slow = {
    GroupName: 'slow',
    GroupARN: groupArn,
    FilterExpression: 'responsetime > 5',
    InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
  };
  const unnamed: readonly BadCase[] = [
    [{}, /by one of them/],
    [{ GroupName: 'gone' }, /no group "gone"/],
    [{ GroupName: 'SLOW' }, /no group "SLOW"/],
    [{ GroupARN: unknownArn }, /no group "arn:/],
    [{ GroupName: 'slow', GroupARN: groupArn }, /by one of them/],
    [{ GroupName: 'g'.repeat(33) }, /1 to 32/],
    [{ GroupARN: 'a'.repeat(401) }, /1 to 400/],
  ];
  const Tags = [{ Key: 'team', Value: 'shop' }];
  const tagged = { ResourceARN: groupArn };
  const untaggable: readonly BadCase[] = [
    [{ ResourceARN: unknownArn, Tags, TagKeys: ['k'] }, /no group and no sampling rule/, notFound],
    [{ Tags, TagKeys: ['k'] }, /ResourceARN is missing/],
    [{ ResourceARN: 'a'.repeat(1012), Tags, TagKeys: ['k'] }, /ResourceARN is "aaa/],
  ];
  const many = (n: number) => Array.from({ length: n }, (_, k) => ({ Key: `k${k}`, Value: '' }));
  return {
    CreateGroup: {
      good: [
        [
          {
            GroupName: 'new',
            FilterExpression: 'fault',
            InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: true },
            Tags,
          },
          { Group: { GroupName: 'new', GroupARN: expect.stringContaining(':group/new/') } },
        ],
      ],
      bad: [
        [{}, /GroupName is missing/],
        [{ GroupName: '' }, /1 to 32/],
        [{ GroupName: 'g'.repeat(33) }, /1 to 32/],
        [{ GroupName: 'a/b' }, /GroupName is "a\/b"/],
        [{ GroupName: 'slow' }, /already exists/],
        [{ GroupName: 'Default' }, /already exists/],
        [{ GroupName: 'g', FilterExpression: 'dration > 5' }, /\^/],
        [{ GroupName: 'g', FilterExpression: 'group.name = "g"' }, /circle/],
        [{ GroupName: 'g', InsightsConfiguration: { NotificationsEnabled: true } }, /InsightsEnabled/],
        [{ GroupName: 'g', Tags: many(201) }, /at most 200/],
        [{ GroupName: 'g', Tags: [{ Key: 'aws:a', Value: '' }] }, /reserved/],
      ],
    },
    GetGroup: {
      good: [
        [{ GroupName: 'slow' }, { Group: slow }],
        [{ GroupARN: groupArn }, { Group: slow }],
        [{ GroupName: 'Default' }, { Group: { GroupName: 'Default' } }],
      ],
      bad: unnamed,
    },
    GetGroups: {
      good: [[{}, { Groups: [{ GroupName: 'Default' }, slow] }]],
      bad: [[{ NextToken: 'x' }, /NextToken is "x"/]],
    },
    UpdateGroup: {
      good: [
        [{ GroupName: 'slow', FilterExpression: 'fault' }, { Group: { ...slow, FilterExpression: 'fault' } }],
        [
          { GroupARN: groupArn, InsightsConfiguration: { InsightsEnabled: true } },
          { Group: { FilterExpression: 'fault', InsightsConfiguration: { InsightsEnabled: true } } },
        ],
      ],
      bad: [
        ...unnamed,
        [{ GroupName: 'slow', FilterExpression: 'dration > 5' }, /\^/],
        [{ GroupName: 'Default', FilterExpression: 'fault' }, /cannot be changed/],
        [{ GroupName: 'slow', InsightsConfiguration: { NotificationsEnabled: true } }, /InsightsEnabled/],
      ],
    },
    DeleteGroup: {
      good: [[{ GroupName: 'slow' }, {}]],
      bad: [...unnamed, [{ GroupName: 'Default' }, /cannot be deleted/]],
    },
    TagResource: {
      good: [
        [{ ...tagged, Tags }, {}],
        [{ ...tagged, Tags: many(48) }, {}],
      ],
      bad: [
        ...untaggable,
        [tagged, /Tags is missing/],
        [{ ...tagged, Tags: [{ Key: 'AWS:a', Value: '' }] }, /reserved/],
        [{ ...tagged, Tags: [{ Key: 'k'.repeat(129), Value: '' }] }, /1 to 128/],
        [{ ...tagged, Tags: [{ Key: '', Value: '' }] }, /1 to 128/],
        [{ ...tagged, Tags: [{ Key: 'k', Value: 'v'.repeat(257) }] }, /at most 256/],
        [{ ...tagged, Tags: [...Tags, ...Tags] }, /more than once/],
        [{ ...tagged, Tags: many(51) }, /at most 50 tags/, 'TooManyTagsException'],
        [{ ...tagged, Tags: many(201) }, /at most 200/],
      ],
    },
    UntagResource: {
      good: [[{ ...tagged, TagKeys: ['team', 'never'] }, {}]],
      bad: [
        ...untaggable,
        [tagged, /TagKeys is missing/],
        [{ ...tagged, TagKeys: ['k'.repeat(129)] }, /1 to 128/],
        [{ ...tagged, TagKeys: many(201).map(({ Key }) => Key) }, /at most 200/],
      ],
    },
    ListTagsForResource: {
      good: [
        [tagged, { Tags: [{ Key: 'kind', Value: 'test' }] }],
        [{ ResourceARN: defaultRuleArn }, { Tags: [] }],
      ],
      bad: [...untaggable, [{ ...tagged, NextToken: 'x' }, /NextToken is "x"/]],
    },
    GetEncryptionConfig: {
      good: [[{}, { EncryptionConfig: { Type: 'NONE', Status: 'ACTIVE' } }]],
      bad: [],
    },
    PutEncryptionConfig: {
      good: [
        [
          { Type: 'KMS', KeyId: 'alias/traces' },
          { EncryptionConfig: { Type: 'KMS', KeyId: 'alias/traces', Status: 'ACTIVE' } },
        ],
        [{ Type: 'NONE' }, { EncryptionConfig: { Type: 'NONE', Status: 'ACTIVE' } }],
      ],
      bad: [
        [{}, /Type is missing/],
        [{ Type: 'AES' }, /"NONE" or "KMS"/],
        [{ Type: 'KMS' }, /KeyId is missing/],
        [{ Type: 'KMS', KeyId: '' }, /1 to 3000/],
        [{ Type: 'KMS', KeyId: 'k'.repeat(3001) }, /1 to 3000/],
        [{ Type: 'NONE', KeyId: 'k' }, /KeyId is given/],
      ],
    },
  };
}
