import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect } from 'vitest';
import {
  type BadCase,
  type OperationCases,
  rangeOf,
  turned,
  unknownArn,
  type World,
} from './operation-case.js';

/** Cases of what a daemon sends. */
export function writing({ now }: World): Record<string, OperationCases> {
  const document = JSON.stringify(segment({ trace_id: makeTraceId(now), start_time: now }));
  const errors = ['TimeoutCount', 'ConnectionRefusedCount', 'HTTPCode4XXCount', 'HTTPCode5XXCount'];
  const record = {
    Timestamp: new Date(now * 1000),
    SegmentsReceivedCount: 5,
    SegmentsSentCount: 4,
    SegmentsSpilloverCount: 0,
    SegmentsRejectedCount: 1,
    BackendConnectionErrors: Object.fromEntries(
      [...errors, 'UnknownHostCount', 'OtherCount'].map((name) => [name, 1]),
    ),
  };
  const telemetry = { TelemetryRecords: [record] };
  return {
    PutTraceSegments: {
      good: [
        [{ TraceSegmentDocuments: [document] }, { UnprocessedTraceSegments: [] }],
        [
          { TraceSegmentDocuments: ['x', document, '{"id":"0123456789abcdef"}'] },
          {
            UnprocessedTraceSegments: [
              { ErrorCode: 'ParseError' },
              { Id: '0123456789abcdef', ErrorCode: 'MissingTraceId' },
            ],
          },
        ],
        [{ TraceSegmentDocuments: [] }, { UnprocessedTraceSegments: [] }],
      ],
      bad: [[{}, /TraceSegmentDocuments is missing/]],
    },
    PutTelemetryRecords: {
      good: [
        [{ ...telemetry, EC2InstanceId: 'i-0', Hostname: 'h', ResourceARN: 'arn' }, {}],
        [{ TelemetryRecords: [] }, {}],
      ],
      bad: [
        [{}, /TelemetryRecords is missing/],
        [{ ...telemetry, EC2InstanceId: 'i'.repeat(21) }, /at most 20 characters/],
        [{ ...telemetry, Hostname: 'h'.repeat(256) }, /at most 255 characters/],
        [{ ...telemetry, ResourceARN: 'a'.repeat(501) }, /at most 500 characters/],
        [{ TelemetryRecords: [{ ...record, SegmentsSentCount: -1 }] }, /SegmentsSentCount is -1/],
        [{ TelemetryRecords: [{ SegmentsSentCount: 1 }] }, /\[0\].Timestamp is missing/],
      ],
    },
  };
}

/** Cases of what is asked about traces. */
export function reading(world: World): Record<string, OperationCases> {
  const range = rangeOf(world);
  const { ids, groupArn } = world;
  const unknown = makeTraceId(world.now);
  const ofGroup: readonly BadCase[] = [
    [{ ...range, GroupName: 'gone' }, /no group "gone"/],
    [{ ...range, GroupARN: unknownArn }, /no group "arn:/],
    [{ ...range, GroupName: 'slow', GroupARN: groupArn }, /by one of them/],
    [turned(range), /is before StartTime/],
    [{ ...range, NextToken: 'x' }, /NextToken is "x"/],
    [{ EndTime: range.EndTime }, /StartTime is missing/],
    [{ StartTime: range.StartTime }, /EndTime is missing/],
  ];
  const document = { Id: expect.any(String), Document: expect.any(String) };
  const shop = expect.objectContaining({
    Name: 'shop',
    Names: ['shop'],
    AccountId: '123456789012',
    Root: true,
    State: 'active',
    SummaryStatistics: expect.objectContaining({ TotalCount: 3, OkCount: 2 }),
    Edges: [expect.objectContaining({ Aliases: expect.any(Array) }), expect.anything()],
  });
  const failed = expect.objectContaining({
    Id: ids[2],
    HasFault: true,
    HasThrottle: true,
    Http: {
      HttpURL: 'http://shop/',
      HttpStatus: 500,
      HttpMethod: 'POST',
      UserAgent: 'curl',
      ClientIp: '10.0.0.1',
    },
    Users: [{ UserName: 'al', ServiceIds: [expect.objectContaining({ Name: 'shop' })] }],
    InstanceIds: [{ Id: 'i-0' }],
    AvailabilityZones: [{ Name: 'eu-west-1a' }],
    ResourceARNs: [{ ARN: 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0' }],
    FaultRootCauses: [expect.objectContaining({ ClientImpacting: true })],
    ResponseTimeRootCauses: [expect.objectContaining({ Services: expect.any(Array) })],
  });
  const summaries = (n: number) => ({ TraceSummaries: expect.toSatisfy((all) => all.length === n) });
  const selected = { ...range, EntitySelectorExpression: 'service("shop")' };
  return {
    GetTraceSummaries: {
      good: [
        [range, { ...summaries(3), TracesProcessedCount: 3, ApproximateTime: expect.any(Date) }],
        [
          { ...range, FilterExpression: 'responsetime > 5' },
          { ...summaries(1), TracesProcessedCount: 3 },
        ],
        [{ ...range, FilterExpression: 'group.name = "slow"' }, summaries(1)],
        [
          { ...range, TimeRangeType: 'Event', Sampling: true },
          { TraceSummaries: ids.map(() => ({ MatchedEventTime: expect.any(Date) })) },
        ],
        [{ ...range, TimeRangeType: 'Service' }, summaries(3)],
        [{ ...range, FilterExpression: 'fault' }, { TraceSummaries: [failed] }],
        [{ ...range, Sampling: true, SamplingStrategy: { Name: 'FixedRate', Value: 0 } }, summaries(0)],
        [{ ...range, Sampling: true, SamplingStrategy: { Name: 'PartialScan', Value: 0.1 } }, summaries(3)],
      ],
      bad: [
        [turned(range), /is before StartTime/],
        [{ StartTime: range.StartTime }, /EndTime is missing/],
        [{ ...range, FilterExpression: 'dration > 5' }, /\^/],
        [{ ...range, FilterExpression: 'group.name = "gone"' }, /no such group/],
        [{ ...range, NextToken: 'x' }, /token/i],
        [{ ...range, TimeRangeType: 'Trace' }, /"TraceId", "Event" or "Service"/],
        [{ ...range, SamplingStrategy: { Name: 'FixedRate', Value: 2 } }, /Value is 2/],
        [{ ...range, SamplingStrategy: { Name: 'Half', Value: 0.5 } }, /Name is "Half"/],
      ],
    },
    BatchGetTraces: {
      good: [
        [
          { TraceIds: [...ids, unknown] },
          {
            Traces: ids.map((Id) => ({
              Id,
              LimitExceeded: false,
              Segments: expect.arrayContaining([document]),
            })),
            UnprocessedTraceIds: [unknown],
          },
        ],
        [{ TraceIds: [] }, { Traces: [], UnprocessedTraceIds: [] }],
      ],
      bad: [
        [{}, /TraceIds is missing/],
        [{ TraceIds: ['x'] }, /TraceIds\[0\] is "x"/],
        [{ TraceIds: ids, NextToken: 'x' }, /NextToken is currently not supported/],
      ],
    },
    GetServiceGraph: {
      good: [
        [range, { ...range, Services: expect.arrayContaining([expect.objectContaining({ Name: 'shop' })]) }],
        [{ ...range, GroupName: 'slow' }, { ContainsOldGroupVersions: false }],
        [{ ...range, GroupARN: groupArn }, { ContainsOldGroupVersions: false }],
      ],
      bad: ofGroup,
    },
    GetTraceGraph: {
      good: [
        [{ TraceIds: ids }, { Services: expect.arrayContaining([shop]) }],
        [{ TraceIds: [unknown] }, { Services: [] }],
      ],
      bad: [
        [{}, /TraceIds is missing/],
        [{ TraceIds: ['x'] }, /TraceIds\[0\] is "x"/],
        [{ TraceIds: ids, NextToken: 'x' }, /NextToken is "x"/],
      ],
    },
    GetTimeSeriesServiceStatistics: {
      good: [
        [range, { TimeSeriesServiceStatistics: [{ ServiceSummaryStatistics: { TotalCount: 3 } }] }],
        [
          { ...selected, GroupName: 'slow', Period: 300, ForecastStatistics: true },
          {
            TimeSeriesServiceStatistics: [
              {
                ServiceSummaryStatistics: { TotalCount: 1 },
                ServiceForecastStatistics: { FaultCountHigh: 0, FaultCountLow: 0 },
                ResponseTimeHistogram: [{ Value: 6, Count: 1 }],
              },
            ],
            ContainsOldGroupVersions: false,
          },
        ],
      ],
      bad: [
        ...ofGroup,
        [{ ...range, EntitySelectorExpression: '' }, /1 to 500/],
        [{ ...range, EntitySelectorExpression: 's'.repeat(501) }, /1 to 500/],
        [{ ...range, EntitySelectorExpression: 'service("a") { fault }' }, /without a block/],
        [{ ...range, Period: 90 }, /60 or 300/],
        [{ ...range, ForecastStatistics: true }, /needs a service/],
      ],
    },
  };
}
