import {
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  GetGroupsCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
  ListTagsForResourceCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000) - 60;
const window = { StartTime: new Date((now - 600) * 1000), EndTime: new Date((now + 600) * 1000) };
const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

async function serviceWithTraces() {
  const running = await runningService();
  const ids = { slow: makeTraceId(now), quick: makeTraceId(now) };
  await running.store.append(
    [
      segment({ trace_id: ids.slow, name: 'slow-shop', start_time: now, end_time: now + 6 }),
      segment({ trace_id: ids.quick, name: 'shop', start_time: now, end_time: now + 1 }),
    ].map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await running.store.settled();
  return { ...running, ids };
}

test('a group is made, found by name and ARN, listed after Default, changed and deleted', async () => {
  const { client } = await runningService();
  const { Group } = await client.send(
    new CreateGroupCommand({
      GroupName: 'high_response_time',
      FilterExpression: 'responsetime > 5',
      InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: true },
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  );
  expect(Group).toEqual({
    GroupName: 'high_response_time',
    GroupARN: expect.stringMatching(/^arn:aws:xray:\w+:\d{12}:group\/high_response_time\/[0-9A-F]{32}$/),
    FilterExpression: 'responsetime > 5',
    InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: true },
  });
  const GroupARN = Group?.GroupARN ?? '';
  expect((await client.send(new GetGroupCommand({ GroupARN }))).Group).toEqual(Group);
  expect((await client.send(new GetGroupCommand({ GroupName: 'high_response_time' }))).Group).toEqual(Group);
  const { Groups } = await client.send(new GetGroupsCommand({}));
  expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['Default', 'high_response_time']);
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN: GroupARN }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'shop' }]);

  const updated = await client.send(
    new UpdateGroupCommand({
      GroupARN,
      FilterExpression: 'fault',
      InsightsConfiguration: { NotificationsEnabled: false },
    }),
  );
  expect(updated.Group).toEqual({
    ...Group,
    FilterExpression: 'fault',
    InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: false },
  });
  await client.send(new DeleteGroupCommand({ GroupARN }));
  await expect(client.send(new GetGroupCommand({ GroupARN }))).rejects.toMatchObject(invalid);
  await expect(client.send(new ListTagsForResourceCommand({ ResourceARN: GroupARN }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceName: GroupARN,
  });
});

test('a group stands for its filter in searches and selects the graph', async () => {
  const { client, ids } = await serviceWithTraces();
  const create = (GroupName: string, FilterExpression?: string) =>
    client.send(new CreateGroupCommand({ GroupName, FilterExpression }));
  const { Group } = await create('slow', 'responsetime > 5');
  await create('slow-and-ok', 'group.name = "slow" AND ok');
  await create('everything');
  const found = async (FilterExpression: string) => {
    const page = await client.send(new GetTraceSummariesCommand({ ...window, FilterExpression }));
    return page.TraceSummaries?.map(({ Id }) => Id).sort();
  };
  const both = [ids.slow, ids.quick].sort();
  expect(await found('group.name = "slow"')).toEqual([ids.slow]);
  expect(await found('group.name != "slow"')).toEqual([ids.quick]);
  expect(await found(`group.arn = "${Group?.GroupARN}" AND ok`)).toEqual([ids.slow]);
  expect(await found('group.name = "slow-and-ok"')).toEqual([ids.slow]);
  expect(await found('group.name = "everything"')).toEqual(both);
  expect(await found('group.name = "Default"')).toEqual(both);
  await expect(found('group.name = "gone"')).rejects.toMatchObject(invalid);

  const named = async (selection: { GroupName?: string; GroupARN?: string }) => {
    const { Services } = await client.send(new GetServiceGraphCommand({ ...window, ...selection }));
    return Services?.filter(({ Type }) => Type !== 'client')
      .map(({ Name }) => Name)
      .sort();
  };
  expect(await named({ GroupName: 'slow-and-ok' })).toEqual(['slow-shop']);
  expect(await named({ GroupARN: Group?.GroupARN ?? '' })).toEqual(['slow-shop']);
  expect(await named({ GroupName: 'Default' })).toEqual(['shop', 'slow-shop']);
  await expect(named({ GroupName: 'gone' })).rejects.toMatchObject(invalid);
  await expect(named({ GroupName: 'slow', GroupARN: 'arn' })).rejects.toMatchObject(invalid);
});

test('an edited group counts at once, also between the pages of another search', async () => {
  const { client, ids } = await serviceWithTraces();
  await client.send(new CreateGroupCommand({ GroupName: 'g', FilterExpression: 'responsetime > 5' }));
  await client.send(new UpdateGroupCommand({ GroupName: 'g', FilterExpression: 'responsetime < 5' }));
  const search = new GetTraceSummariesCommand({ ...window, FilterExpression: 'group.name = "g"' });
  const page = await client.send(search);
  expect(page.TraceSummaries?.map(({ Id }) => Id)).toEqual([ids.quick]);
});

test.each<[what: string, input: ConstructorParameters<typeof CreateGroupCommand>[0], message: RegExp]>([
  ['a filter that is none', { GroupName: 'g', FilterExpression: 'dration > 5' }, /duration/],
  ['a group within itself', { GroupName: 'g', FilterExpression: 'group.name = "g"' }, /circle/],
  ['an unknown group within', { GroupName: 'g', FilterExpression: 'group.name = "x"' }, /no such group/],
  ['the name Default', { GroupName: 'Default' }, /already exists/],
  ['a name with a slash', { GroupName: 'a/b' }, /GroupName is "a\/b"/],
  ['a name of 33 characters', { GroupName: 'a'.repeat(33) }, /1 to 32/],
  ['no name', { GroupName: undefined }, /GroupName is missing/],
  [
    'notifications alone',
    { GroupName: 'g', InsightsConfiguration: { NotificationsEnabled: true } },
    /Insights/,
  ],
  ['a reserved tag', { GroupName: 'g', Tags: [{ Key: 'aws:x', Value: '' }] }, /aws:/],
])('%s makes no group', async (_what, input, message) => {
  const { client } = await runningService();
  await expect(client.send(new CreateGroupCommand(input))).rejects.toMatchObject({
    ...invalid,
    message: expect.stringMatching(message),
  });
  expect((await client.send(new GetGroupsCommand({}))).Groups).toHaveLength(1);
});

test('a name is taken once, however many ask at the same time, and Default stays as it is', async () => {
  const { client } = await runningService();
  const made = await Promise.allSettled(
    [1, 2, 3].map(() => client.send(new CreateGroupCommand({ GroupName: 'g', FilterExpression: 'ok' }))),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(client.send(new DeleteGroupCommand({ GroupName: 'Default' }))).rejects.toMatchObject(invalid);
  await expect(
    client.send(new UpdateGroupCommand({ GroupName: 'Default', FilterExpression: 'fault' })),
  ).rejects.toMatchObject(invalid);
  const insights = { InsightsEnabled: true, NotificationsEnabled: false };
  await client.send(new UpdateGroupCommand({ GroupName: 'Default', InsightsConfiguration: insights }));
  const { Group } = await client.send(new GetGroupCommand({ GroupName: 'Default' }));
  expect(Group?.InsightsConfiguration).toEqual(insights);
});

test('with --strict there are 25 groups, Default among them', async () => {
  const { client } = await runningService({ strict: true });
  for (let n = 1; n < 25; n++) await client.send(new CreateGroupCommand({ GroupName: `g${n}` }));
  await expect(client.send(new CreateGroupCommand({ GroupName: 'more' }))).rejects.toMatchObject(invalid);
});
