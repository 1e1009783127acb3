import { CreateGroupCommand, GetTimeSeriesServiceStatisticsCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment, subsegment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const start = Math.floor(Date.now() / 300_000) * 300 - 3600;
const window = { StartTime: new Date(start * 1000), EndTime: new Date((start + 1200) * 1000) };
const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

function checkout(at: number, fault: boolean) {
  return segment({
    trace_id: makeTraceId(at),
    name: 'shop',
    start_time: at,
    end_time: at + 0.5,
    ...(fault && { fault }),
    subsegments: [
      subsegment({ name: 'payments', namespace: 'remote', start_time: at + 0.1, end_time: at + 0.3 }),
    ],
  });
}

async function serviceWithTraffic() {
  const running = await runningService();
  const documents = [0, 10, 61, 299, 300, 310].map((offset) => checkout(start + offset, offset === 10));
  // Faults of the hour before, for the forecast.
  for (const minutes of [10, 20, 30]) documents.push(checkout(start - minutes * 60, true));
  await running.store.append(
    documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await running.store.settled();
  const series = async (input: object) => {
    const command = new GetTimeSeriesServiceStatisticsCommand({ ...window, ...input });
    return (await running.client.send(command)).TimeSeriesServiceStatistics ?? [];
  };
  return { ...running, series };
}

const counts = (points: readonly object[], member: string) =>
  points.map((point) => {
    const { Timestamp, [member]: statistics } = point as Record<string, { TotalCount?: number }> & {
      Timestamp: Date;
    };
    return [Timestamp.getTime() / 1000 - start, statistics?.TotalCount];
  });

test('requests that enter, a service and a call are counted by minute or five', async () => {
  const { series } = await serviceWithTraffic();
  const byMinute = [
    [0, 2],
    [60, 1],
    [240, 1],
    [300, 2],
  ];
  expect(counts(await series({}), 'ServiceSummaryStatistics')).toEqual(byMinute);
  const shop = await series({ EntitySelectorExpression: 'service("shop")', Period: 300 });
  expect(counts(shop, 'ServiceSummaryStatistics')).toEqual([
    [0, 4],
    [300, 2],
  ]);
  expect(shop[0]).toMatchObject({
    ServiceSummaryStatistics: { OkCount: 3, FaultStatistics: { TotalCount: 1 }, TotalResponseTime: 2 },
    ResponseTimeHistogram: [{ Value: 0.5, Count: 4 }],
  });
  const edge = await series({
    EntitySelectorExpression: 'edge(id(name: "shop"), id(name: "payments", type: "remote"))',
  });
  expect(counts(edge, 'EdgeSummaryStatistics')).toEqual(byMinute);
  expect(edge[0]).not.toHaveProperty('ServiceSummaryStatistics');
  expect(await series({ EntitySelectorExpression: 'service("gone")' })).toEqual([]);
});

test('a group counts its traces only', async () => {
  const { client, series } = await serviceWithTraffic();
  await client.send(new CreateGroupCommand({ GroupName: 'bad', FilterExpression: 'fault' }));
  const bad = await series({ GroupName: 'bad', EntitySelectorExpression: 'service("shop")' });
  expect(counts(bad, 'ServiceSummaryStatistics')).toEqual([[0, 1]]);
});

test('a forecast is the hour before, two deviations about its mean', async () => {
  const { series } = await serviceWithTraffic();
  const input = { EntitySelectorExpression: 'service("shop")', ForecastStatistics: true };
  const [first] = await series(input);
  // 3 faults in 60 minutes: mean 0.05, deviation 0.218.
  expect(first?.ServiceForecastStatistics).toEqual({ FaultCountHigh: 1, FaultCountLow: 0 });
  expect(first?.Timestamp?.getTime()).toBe(start * 1000);
});

test.each<[what: string, input: object, message: RegExp]>([
  ['an empty selector', { EntitySelectorExpression: '' }, /1 to 500/],
  ['a selector with a block', { EntitySelectorExpression: 'service("a") { fault }' }, /without a block/],
  ['two selectors', { EntitySelectorExpression: 'service("a") AND service("b")' }, /one service/],
  ['a filter for a selector', { EntitySelectorExpression: 'fault' }, /name a group/],
  [
    'a selector that is none',
    { EntitySelectorExpression: 'servce("a")' },
    /EntitySelectorExpression is not valid/,
  ],
  ['a period of 61', { Period: 61 }, /60 or 300/],
  ['a forecast of all', { ForecastStatistics: true }, /needs a service/],
  ['a token', { NextToken: 'x' }, /NextToken/],
  ['an unknown group', { GroupName: 'gone' }, /no group/],
])('%s is refused', async (_what, input, message) => {
  const { client } = await runningService();
  const command = new GetTimeSeriesServiceStatisticsCommand({ ...window, ...input });
  await expect(client.send(command)).rejects.toMatchObject({
    ...invalid,
    message: expect.stringMatching(message),
  });
});
