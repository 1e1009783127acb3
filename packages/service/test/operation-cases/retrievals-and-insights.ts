import { expect } from 'vitest';
import {
  type BadCase,
  notFound,
  type OperationCases,
  rangeOf,
  turned,
  type World,
} from './operation-case.js';

const insightId = '01234567-89ab-cdef-0123-456789abcdef';

/** Cases of retrievals. */
export function retrieving(world: World): Record<string, OperationCases> {
  const range = rangeOf(world);
  const { ids, retrievalToken: RetrievalToken } = world;
  const tokens: readonly BadCase[] = [
    [{}, /RetrievalToken is missing/],
    [{ RetrievalToken: '' }, /RetrievalToken is ""/],
    [{ RetrievalToken: 't'.repeat(1021) }, /RetrievalToken is "ttt/],
    [{ RetrievalToken: 'foreign' }, /not known/, notFound],
  ];
  const document = { Id: expect.any(String), Document: expect.any(String) };
  const shop = expect.objectContaining({ Name: 'shop', Root: true });
  return {
    StartTraceRetrieval: {
      good: [[{ TraceIds: ids, ...range }, { RetrievalToken: expect.stringMatching(/^.{1,1020}$/) }]],
      bad: [
        [range, /TraceIds is missing/],
        [{ TraceIds: ids }, /StartTime is missing/],
        [{ TraceIds: ['x'], ...range }, /TraceIds\[0\] is "x"/],
        [{ TraceIds: Array(101).fill(ids[0]), ...range }, /at most 100/],
        [{ TraceIds: ids, ...turned(range) }, /is before StartTime/],
      ],
    },
    ListRetrievedTraces: {
      good: [
        [
          { RetrievalToken },
          {
            RetrievalStatus: 'COMPLETE',
            TraceFormat: 'XRAY',
            Traces: ids.map((Id) => ({
              Id,
              Duration: expect.any(Number),
              Spans: expect.arrayContaining([document]),
            })),
          },
        ],
        [{ RetrievalToken, TraceFormat: 'XRAY' }, { RetrievalStatus: 'COMPLETE' }],
      ],
      bad: [
        ...tokens,
        [{ RetrievalToken, TraceFormat: 'ZIPKIN' }, /TraceFormat is "ZIPKIN"/],
        [{ RetrievalToken, TraceFormat: 'OTEL' }, /TraceFormat is "OTEL"/],
        [{ RetrievalToken, NextToken: '5' }, /NextToken is "5"/],
      ],
    },
    GetRetrievedTracesGraph: {
      good: [
        [
          { RetrievalToken },
          {
            RetrievalStatus: 'COMPLETE',
            Services: expect.arrayContaining([{ Service: shop, Links: [] }]),
          },
        ],
      ],
      bad: [...tokens, [{ RetrievalToken, NextToken: 'x' }, /NextToken is "x"/]],
    },
    CancelTraceRetrieval: {
      good: [
        [{ RetrievalToken }, {}],
        // Once more: what was asked for is so.
        [{ RetrievalToken }, {}],
      ],
      bad: tokens,
    },
  };
}

/** Cases of insights: there are none. */
export function insights(world: World): Record<string, OperationCases> {
  const range = rangeOf(world);
  const ofGroup = { ...range, GroupName: 'slow' };
  const ids: readonly BadCase[] = [
    [{ ...range }, /InsightId is missing/],
    [{ ...range, InsightId: 'x' }, /a UUID/],
  ];
  const old = new Date((world.now - 31 * 24 * 3600) * 1000);
  return {
    GetInsightSummaries: {
      good: [
        [{ ...ofGroup, States: ['ACTIVE'], MaxResults: 100 }, { InsightSummaries: [] }],
        [{ ...range, GroupARN: world.groupArn }, { InsightSummaries: [] }],
      ],
      bad: [
        [range, /by one of them/],
        [{ ...range, GroupName: 'gone' }, /no group "gone"/],
        [{ ...ofGroup, States: ['ACTIVE', 'CLOSED'] }, /\["ACTIVE"\] or \["CLOSED"\]/],
        [{ ...ofGroup, States: ['OPEN'] }, /States/],
        [{ ...ofGroup, MaxResults: 101 }, /1 to 100/],
        [{ ...ofGroup, MaxResults: 0 }, /1 to 100/],
        [{ ...ofGroup, NextToken: 'x' }, /NextToken is "x"/],
        [{ ...ofGroup, ...turned(range) }, /is before StartTime/],
      ],
    },
    GetInsight: { good: [[{ InsightId: insightId }, {}]], bad: ids },
    GetInsightEvents: {
      good: [[{ InsightId: insightId, MaxResults: 50 }, { InsightEvents: [] }]],
      bad: [
        ...ids,
        [{ InsightId: insightId, MaxResults: 51 }, /1 to 50/],
        [{ InsightId: insightId, NextToken: 'x' }, /NextToken is "x"/],
      ],
    },
    GetInsightImpactGraph: {
      good: [
        [
          { InsightId: insightId, ...range },
          { InsightId: insightId, ...range, Services: [] },
        ],
      ],
      bad: [
        ...ids,
        [{ InsightId: insightId, StartTime: range.StartTime }, /EndTime is missing/],
        [{ InsightId: insightId, ...range, NextToken: 'x' }, /NextToken is "x"/],
        [{ InsightId: insightId, StartTime: old, EndTime: range.EndTime }, /more than 6 hours/],
        [{ InsightId: insightId, StartTime: old, EndTime: old }, /last 30 days/],
      ],
    },
  };
}

/** What configures AWS accounts is refused however good the request is. */
export function ofAccounts(): Record<string, OperationCases> {
  const inputs: Readonly<Record<string, object>> = {
    PutResourcePolicy: { PolicyName: 'p', PolicyDocument: '{}' },
    ListResourcePolicies: {},
    DeleteResourcePolicy: { PolicyName: 'p' },
    GetIndexingRules: {},
    UpdateIndexingRule: { Name: 'Default', Rule: { Probabilistic: { DesiredSamplingPercentage: 1 } } },
    GetTraceSegmentDestination: {},
    UpdateTraceSegmentDestination: { Destination: 'XRay' },
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      { good: [], bad: [[input, new RegExp(`^${name} is not supported`)]] },
    ]),
  );
}
