import { CreateGroupCommand, GetTimeSeriesServiceStatisticsCommand } from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment, subsegment } from '@radiograph/testkit';
import { describe, expect, test } from 'vitest';
import { runningService } from './running-service.js';

const start = Math.floor(Date.now() / 300_000) * 300 - 3600;
const window = { StartTime: new Date(start * 1000), EndTime: new Date((start + 600) * 1000) };

interface Request {
  /** Seconds after the start. */
  readonly at: number;
  readonly took: number;
  readonly flags?: object;
  readonly call?: { readonly took: number; readonly flags?: object };
}

const throttled = { error: true, throttle: true };
const requests: readonly Request[] = [
  { at: 5, took: 0.4, call: { took: 0.125 } },
  { at: 20, took: 0.2, flags: { error: true }, call: { took: 0.0625, flags: throttled } },
  { at: 59.5, took: 0.1, flags: throttled },
  { at: 60, took: 1, flags: { fault: true }, call: { took: 0.5, flags: { fault: true } } },
  { at: 299, took: 2 },
  { at: 300, took: 0.3 },
];

function documentOf({ at, took, flags = {}, call }: Request): Uint8Array {
  const start_time = start + at;
  const document = segment({
    trace_id: makeTraceId(start_time),
    name: 'shop',
    origin: 'AWS::ECS::Container',
    aws: { account_id: '123456789012' },
    start_time,
    end_time: start_time + took,
    ...flags,
    ...(call !== undefined && {
      subsegments: [
        subsegment({
          name: 'payments',
          namespace: 'remote',
          start_time,
          end_time: start_time + call.took,
          ...call.flags,
        }),
      ],
    }),
  });
  return new TextEncoder().encode(JSON.stringify(document));
}

async function serviceWithRequests() {
  const { client, store } = await runningService();
  await store.append(requests.map(documentOf), { durability: 'lazy', maxDocumentBytes: 100_000 });
  await store.settled();
  const series = async (input: object) => {
    const command = new GetTimeSeriesServiceStatisticsCommand({ ...window, ...input });
    const { TimeSeriesServiceStatistics: points = [] } = await client.send(command);
    return points.map(({ Timestamp, ResponseTimeHistogram, ...figures }) => ({
      at: (Timestamp?.getTime() ?? 0) / 1000 - start,
      figures: figures.ServiceSummaryStatistics ?? figures.EdgeSummaryStatistics,
      times: ResponseTimeHistogram?.map(({ Value = 0, Count }) => [Number(Value.toPrecision(2)), Count]),
    }));
  };
  return { client, series };
}

/** Figures in the shape of the API. */
function figures(ok: number, throttles: number, errors: number, faults: number, time: number): object {
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttles, OtherCount: errors, TotalCount: throttles + errors },
    FaultStatistics: { OtherCount: faults, TotalCount: faults },
    TotalCount: ok + throttles + errors + faults,
    TotalResponseTime: expect.closeTo(time, 5),
  };
}

const byMinute = [
  {
    at: 0,
    figures: figures(1, 1, 1, 0, 0.7),
    times: [
      [0.1, 1],
      [0.2, 1],
      [0.4, 1],
    ],
  },
  { at: 60, figures: figures(0, 0, 0, 1, 1), times: [[1, 1]] },
  { at: 240, figures: figures(1, 0, 0, 0, 2), times: [[2, 1]] },
  { at: 300, figures: figures(1, 0, 0, 0, 0.3), times: [[0.3, 1]] },
];
const byFiveMinutes = [
  {
    at: 0,
    figures: figures(2, 1, 1, 1, 3.7),
    times: [
      [0.1, 1],
      [0.2, 1],
      [0.4, 1],
      [1, 1],
      [2, 1],
    ],
  },
  { at: 300, figures: figures(1, 0, 0, 0, 0.3), times: [[0.3, 1]] },
];
const callsByMinute = [
  {
    at: 0,
    figures: figures(1, 1, 0, 0, 0.1875),
    times: [
      [0.063, 1],
      [0.13, 1],
    ],
  },
  { at: 60, figures: figures(0, 0, 0, 1, 0.5), times: [[0.5, 1]] },
];
const callsByFiveMinutes = [
  {
    at: 0,
    figures: figures(1, 1, 0, 1, 0.6875),
    times: [
      [0.063, 1],
      [0.13, 1],
      [0.5, 1],
    ],
  },
];

describe('by hand computed figures come out', () => {
  test.each([
    ['all that enters', undefined],
    ['a service by name', 'service("shop")'],
    ['a service by id', 'service(id(name: "shop", type: "AWS::ECS::Container", account.id: "123456789012"))'],
    ['a service by type', 'service(id(type: "AWS::ECS::Container"))'],
  ])('of %s, by one minute and by five', async (_what, EntitySelectorExpression) => {
    const { series } = await serviceWithRequests();
    expect(await series({ EntitySelectorExpression })).toEqual(byMinute);
    expect(await series({ EntitySelectorExpression, Period: 60 })).toEqual(byMinute);
    expect(await series({ EntitySelectorExpression, Period: 300 })).toEqual(byFiveMinutes);
  });

  test.each(['edge("shop", "payments")', 'edge(id(name: "shop"), id(name: "payments", type: "remote"))'])(
    'of the call %s, by one minute and by five',
    async (EntitySelectorExpression) => {
      const { series } = await serviceWithRequests();
      expect(await series({ EntitySelectorExpression })).toEqual(callsByMinute);
      expect(await series({ EntitySelectorExpression, Period: 300 })).toEqual(callsByFiveMinutes);
    },
  );

  test('of a group, by its name and its ARN, of a service and of a call', async () => {
    const { client, series } = await serviceWithRequests();
    const { Group } = await client.send(
      new CreateGroupCommand({ GroupName: 'bad', FilterExpression: 'fault OR throttle' }),
    );
    // The requests of 20 (its call was throttled), 59.5 and 60.
    const ofBad = [
      {
        at: 0,
        figures: figures(0, 1, 1, 1, 1.3),
        times: [
          [0.1, 1],
          [0.2, 1],
          [1, 1],
        ],
      },
    ];
    const callsOfBad = [
      {
        at: 0,
        figures: figures(0, 1, 0, 1, 0.5625),
        times: [
          [0.063, 1],
          [0.5, 1],
        ],
      },
    ];
    for (const group of [{ GroupName: 'bad' }, { GroupARN: Group?.GroupARN }]) {
      expect(await series({ ...group, Period: 300 })).toEqual(ofBad);
      const edge = { ...group, Period: 300, EntitySelectorExpression: 'edge("shop", "payments")' };
      expect(await series(edge)).toEqual(callsOfBad);
    }
  });

  test('of nothing, where the selector fits nothing', async () => {
    const { series } = await serviceWithRequests();
    for (const EntitySelectorExpression of [
      'service("shops")',
      'service(id(name: "shop", type: "AWS::EC2::Instance"))',
      'service(id(name: "shop", account.id: "000000000000"))',
      'edge("payments", "shop")',
    ]) {
      expect([EntitySelectorExpression, await series({ EntitySelectorExpression })]).toEqual([
        EntitySelectorExpression,
        [],
      ]);
    }
  });

  test('of a range that begins and ends within periods, whole periods that it touches', async () => {
    const { series } = await serviceWithRequests();
    const range = { StartTime: new Date((start + 30) * 1000), EndTime: new Date((start + 61) * 1000) };
    expect(await series(range)).toEqual(byMinute.slice(0, 2));
  });
});
