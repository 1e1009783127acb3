import {
  CreateGroupCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-xray';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

async function taggedGroup() {
  const { client } = await runningService();
  const { Group } = await client.send(new CreateGroupCommand({ GroupName: 'g' }));
  const ResourceARN = Group?.GroupARN ?? '';
  return {
    tag: (...Tags: { Key: string; Value: string }[]) =>
      client.send(new TagResourceCommand({ ResourceARN, Tags })),
    untag: (...TagKeys: string[]) => client.send(new UntagResourceCommand({ ResourceARN, TagKeys })),
    tags: async (arn = ResourceARN) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags,
    client,
  };
}

test('tags are added, replaced by key and taken away', async () => {
  const { tag, untag, tags } = await taggedGroup();
  expect(await tags()).toEqual([]);
  await tag({ Key: 'b', Value: '1' }, { Key: 'a', Value: '' });
  await tag({ Key: 'b', Value: '2' });
  expect(await tags()).toEqual([
    { Key: 'a', Value: '' },
    { Key: 'b', Value: '2' },
  ]);
  await untag('b', 'never');
  expect(await tags()).toEqual([{ Key: 'a', Value: '' }]);
});

test('rules have tags too, and what is no group and no rule has none', async () => {
  const { client, tags } = await taggedGroup();
  const ResourceARN = 'arn:aws:xray:local:000000000000:sampling-rule/Default';
  await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'k', Value: 'v' }] }));
  expect(await tags(ResourceARN)).toEqual([{ Key: 'k', Value: 'v' }]);
  for (const arn of ['arn:aws:xray:local:000000000000:group/gone/1', 'nonsense']) {
    await expect(tags(arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceName: arn,
      $metadata: { httpStatusCode: 404 },
    });
  }
});

test('reserved, doubled, overlong and too many tags are refused whole', async () => {
  const { tag, tags } = await taggedGroup();
  const many = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
  await expect(tag({ Key: 'ok', Value: '' }, { Key: 'AWS:x', Value: '' })).rejects.toMatchObject(invalid);
  await expect(tag({ Key: 'a', Value: '' }, { Key: 'a', Value: '2' })).rejects.toMatchObject(invalid);
  await expect(tag({ Key: 'a'.repeat(129), Value: '' })).rejects.toMatchObject(invalid);
  await expect(tag({ Key: 'a', Value: 'v'.repeat(257) })).rejects.toMatchObject(invalid);
  expect(await tags()).toEqual([]);
  await tag(...many);
  await expect(tag({ Key: 'one-more', Value: '' })).rejects.toMatchObject({ name: 'TooManyTagsException' });
  expect(await tags()).toHaveLength(50);
});
