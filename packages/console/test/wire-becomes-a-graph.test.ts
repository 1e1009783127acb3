import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readServices } from '../src/api/service-graph.js';
import { readSummaryPage } from '../src/api/trace-summaries.js';
import { readTraces } from '../src/api/traces.js';

const ID = '1-5759e988-bd862e3fe1be46a994272793';

describe("X-Ray's services", () => {
  const graph = readServices([
    {
      ReferenceId: 7,
      Name: 'shop',
      Names: ['shop', 'www'],
      Root: true,
      State: 'active',
      AccountId: 'all',
      StartTime: 10,
      EndTime: 20,
      SummaryStatistics: {
        OkCount: 3,
        ErrorStatistics: { ThrottleCount: 1, OtherCount: 2, TotalCount: 3 },
        FaultStatistics: { OtherCount: 4, TotalCount: 4 },
        TotalCount: 10,
        TotalResponseTime: 1.5,
      },
      ResponseTimeHistogram: [
        { Value: 0.3, Count: 4 },
        { Value: 0.1, Count: 6 },
      ],
      Edges: [
        {
          ReferenceId: 9,
          StartTime: 11,
          EndTime: 12,
          SummaryStatistics: { OkCount: 2, TotalResponseTime: 0.4 },
          EdgeType: 'link',
        },
        { ReferenceId: 404 },
      ],
    },
    { ReferenceId: 9, Name: 'users', Type: 'AWS::DynamoDB::Table', AccountId: '123', State: 'unknown' },
  ]);

  it('become nodes with their statistics', () => {
    expect(graph.nodes[0]).toMatchObject({
      identity: { name: 'shop' },
      names: ['shop', 'www'],
      root: true,
      state: 'active',
      statistics: { ok: 3, throttle: 1, error: 2, fault: 4, totalResponseTime: 1.5 },
      responseTimes: [
        { value: 0.1, count: 6 },
        { value: 0.3, count: 4 },
      ],
    });
    expect(graph.nodes[0]?.identity).not.toHaveProperty('accountId');
    expect(graph.nodes[1]?.identity).toEqual({
      name: 'users',
      type: 'AWS::DynamoDB::Table',
      accountId: '123',
    });
    expect(graph.nodes[1]).not.toHaveProperty('statistics');
  });

  it('become edges by place, those to nowhere left out', () => {
    expect(graph.edges).toHaveLength(1);
    expect(graph.edges[0]).toMatchObject({
      from: 0,
      to: 1,
      link: true,
      statistics: { ok: 2, fault: 0, totalResponseTime: 0.4 },
    });
  });
});

describe("X-Ray's trace summaries", () => {
  it('become rows', () => {
    const page = readSummaryPage({
      TraceSummaries: [
        {
          Id: ID,
          StartTime: 100.5,
          Duration: 2,
          ResponseTime: 1,
          HasFault: true,
          IsPartial: false,
          Http: { HttpURL: 'http://shop/x', HttpStatus: 500, HttpMethod: 'GET' },
          EntryPoint: { Name: 'shop' },
          ServiceIds: [{ Name: 'shop' }],
          Users: [{ UserName: 'al' }],
          Annotations: {
            tier: [
              { AnnotationValue: { StringValue: 'gold' } },
              { AnnotationValue: { BooleanValue: false } },
            ],
          },
          FaultRootCauses: [
            {
              Services: [
                { Name: 'shop' },
                { Name: 'pay', EntityPath: [{ Name: 'pay', Exceptions: [{ Name: 'Boom', Message: 'no' }] }] },
              ],
            },
          ],
        },
        { NoId: true },
      ],
      TracesProcessedCount: 12,
      NextToken: 't',
    });
    expect(page).toMatchObject({ scanned: 12, token: 't' });
    expect(page.summaries).toEqual([
      {
        id: ID,
        start: 100.5,
        duration: 2,
        responseTime: 1,
        error: false,
        fault: true,
        throttle: false,
        partial: false,
        method: 'GET',
        url: 'http://shop/x',
        status: 500,
        entry: { name: 'shop' },
        services: [{ name: 'shop' }],
        users: ['al'],
        annotations: [{ key: 'tier', values: ['gold', false] }],
        failures: [{ kind: 'fault', service: 'pay', exception: 'Boom', message: 'no' }],
      },
    ]);
  });
});

describe("X-Ray's traces", () => {
  it('become documents, inferred and broken ones left out', () => {
    const documents = [
      { id: 'a', name: 'shop', start_time: 1 },
      { id: 'b', name: 'users', start_time: 1, inferred: true },
      { id: 'c', name: 'no start' },
    ].map((document) => ({ Id: document.id, Document: JSON.stringify(document) }));
    const traces = readTraces({
      Traces: [{ Id: ID, LimitExceeded: true, Segments: [...documents, { Document: '{' }, {}] }],
    });
    expect(traces).toEqual([
      { id: ID, limitExceeded: true, documents: [{ id: 'a', name: 'shop', start_time: 1 }] },
    ]);
  });
});

describe('any JSON at all', () => {
  it('is read without an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readServices([value]);
        readSummaryPage({ TraceSummaries: [value], NextToken: value });
        readTraces({ Traces: [value, { Segments: [value, { Document: value }] }] });
        readSummaryPage(value);
        expect(readTraces(value)).toEqual(expect.any(Array));
      }),
      { seed: 9 },
    );
  });
});
