import type { SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { serviceGraph } from '../src/graph/fold-graph.js';
import { traceRecord } from '../src/record/record-trace.js';
import type { ServiceGraph } from '../src/service-graph.js';
import { counts, edgeOf, edgesOf, nodeOf, nodesOf, segment, segmentOf, streamed, traceOf } from './build.js';

/** The numbered cases of the service-graph rules, those of one trace. */

const E1 = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.2 });
const PAY: SubsegmentDocument = {
  id: 'b1',
  name: 'api.pay',
  namespace: 'remote',
  start_time: 0.1,
  end_time: 0.4,
  http: { response: { status: 503 } },
  fault: true,
};
const DYNAMODB: SubsegmentDocument = {
  id: 'd1',
  name: 'DynamoDB',
  namespace: 'aws',
  start_time: 0.1,
  end_time: 0.14,
  aws: { operation: 'GetItem', table_name: 'users' },
};

function shopWith(...subsegments: SubsegmentDocument[]): ReturnType<typeof segment> {
  return segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.5, subsegments });
}

function graphOf(...documents: TraceDocument[]): ServiceGraph {
  return serviceGraph([traceOf(...documents)]);
}

describe('one service and what it calls', () => {
  it('E1 single segment', () => {
    const graph = graphOf(E1);
    expect(nodesOf(graph)).toEqual(['shop', 'shop (client)']);
    const shop = nodeOf(graph, 'shop');
    expect(shop).toMatchObject({
      root: true,
      state: 'active',
      statistics: counts({ ok: 1, totalResponseTime: 0.2 }),
    });
    const client = nodeOf(graph, 'shop (client)');
    expect(client).toMatchObject({ root: false, state: 'unknown', responseTimes: [], durations: [] });
    expect(client).not.toHaveProperty('statistics');
    expect(edgesOf(graph)).toEqual(['shop (client) -> shop']);
    expect(edgeOf(graph, 'shop (client)', 'shop').statistics).toEqual(
      counts({ ok: 1, totalResponseTime: 0.2 }),
    );
  });

  it('E2 remote uninstrumented', () => {
    const trace = traceOf(shopWith(PAY));
    const graph = serviceGraph([trace]);
    expect(nodesOf(graph)).toEqual(['api.pay (remote)', 'shop', 'shop (client)']);
    expect(nodeOf(graph, 'shop').statistics).toEqual(counts({ ok: 1, totalResponseTime: 0.5 }));
    const failed = counts({ fault: 1, totalResponseTime: 0.3 });
    expect(nodeOf(graph, 'api.pay (remote)')).toMatchObject({
      state: 'unknown',
      root: false,
      statistics: failed,
    });
    expect(edgeOf(graph, 'shop', 'api.pay (remote)').statistics).toEqual(failed);
    expect(nodeOf(graph, 'api.pay (remote)')).toMatchObject({ start: 0.1, end: 0.4 });
    expect(edgeOf(graph, 'shop', 'api.pay (remote)')).toMatchObject({ start: 0, end: 0.5 });
    const record = traceRecord(trace, 1);
    expect(record.root?.fault).toBe(false);
    expect(record.segments.some(({ fault }) => fault)).toBe(true);
  });

  it('E3 remote instrumented', () => {
    const pay = segment({
      name: 'pay',
      id: 'c1',
      parent_id: 'b1',
      start_time: 0.15,
      end_time: 0.35,
      fault: true,
      origin: 'AWS::ECS::Container',
    });
    const graph = graphOf(shopWith(PAY), pay);
    expect(nodesOf(graph)).toEqual(['pay (AWS::ECS::Container)', 'shop', 'shop (client)']);
    const node = nodeOf(graph, 'pay (AWS::ECS::Container)');
    expect(node).toMatchObject({ state: 'active', statistics: counts({ fault: 1, totalResponseTime: 0.2 }) });
    const edge = edgeOf(graph, 'shop', 'pay (AWS::ECS::Container)');
    expect(edge.statistics).toEqual(counts({ fault: 1, totalResponseTime: 0.3 }));
    expect(edge.aliases).toEqual([{ name: 'api.pay', type: 'remote' }]);
  });

  it('E4 DynamoDB', () => {
    const trace = traceOf(shopWith(DYNAMODB));
    const graph = serviceGraph([trace]);
    const users = nodeOf(graph, 'users (AWS::DynamoDB::Table)');
    expect(users).toMatchObject({ state: 'unknown', statistics: counts({ ok: 1, totalResponseTime: 0.04 }) });
    const inferred = trace.segments.find((one) => one.inferred);
    expect(inferred?.document).toMatchObject({
      name: 'DynamoDB',
      origin: 'AWS::DynamoDB::Table',
      parent_id: 'd1',
      inferred: true,
      aws: { operation: 'GetItem', table_name: 'users' },
    });
    expect(edgeOf(graph, 'shop', 'users (AWS::DynamoDB::Table)').aliases).toEqual([]);
  });

  it('E5 two tables', () => {
    const call = { ...DYNAMODB, aws: { operation: 'BatchGetItem', resource_names: ['users', 'carts'] } };
    expect(nodesOf(graphOf(shopWith(call)))).toEqual(['DynamoDB (AWS::DynamoDB)', 'shop', 'shop (client)']);
  });

  it('E6 SNS', () => {
    const aws = { operation: 'Publish', topic_arn: 'arn:…:t' };
    const graph = graphOf(shopWith({ ...DYNAMODB, name: 'SNS', aws }));
    expect(nodesOf(graph)).toEqual(['SNS (AWS::SNS)', 'shop', 'shop (client)']);
  });

  it('E7 SQL', () => {
    const { aws: _, ...call } = DYNAMODB;
    const sql = { url: 'jdbc:postgresql://host/ebdb' };
    const trace = traceOf(shopWith({ ...call, name: 'ebdb@host', namespace: 'remote', sql }));
    expect(nodesOf(serviceGraph([trace]))).toEqual(['ebdb@host (Database::SQL)', 'shop', 'shop (client)']);
    expect(trace.segments.find((one) => one.inferred)?.document.sql).toEqual(sql);
  });

  it('E8 Lambda', () => {
    const b1 = { ...DYNAMODB, id: 'b1', name: 'Lambda', aws: { function_name: 'f' } };
    const s1 = segment({
      name: 'f',
      id: 's1',
      origin: 'AWS::Lambda',
      parent_id: 'b1',
      start_time: 0.11,
      end_time: 0.13,
    });
    const f1 = segment({
      name: 'f',
      id: 'f1',
      origin: 'AWS::Lambda::Function',
      parent_id: 's1',
      start_time: 0.12,
      end_time: 0.13,
    });
    const trace = traceOf(shopWith(b1), s1, f1);
    const graph = serviceGraph([trace]);
    expect(nodesOf(graph)).toEqual(['f (AWS::Lambda)', 'f (AWS::Lambda::Function)', 'shop', 'shop (client)']);
    expect(edgeOf(graph, 'shop', 'f (AWS::Lambda)').statistics.totalResponseTime).toBe(0.04);
    const own = edgeOf(graph, 'f (AWS::Lambda)', 'f (AWS::Lambda::Function)');
    expect(own.statistics).toEqual(counts({ ok: 1, totalResponseTime: 0.01 }));
    expect(trace.segments.some(({ inferred }) => inferred)).toBe(false);
    expect(graph.edges.flatMap(({ aliases }) => aliases)).toEqual([]);
  });

  it('E9 local subsegment', () => {
    const render = { id: 'x1', name: 'render', start_time: 0, end_time: 0.1 };
    expect(graphOf(shopWith(render))).toEqual(graphOf(shopWith()));
  });

  it('E10 nested', () => {
    const local = { id: 'x1', name: 'load', start_time: 0, end_time: 0.2, subsegments: [DYNAMODB] };
    expect(graphOf(shopWith(local))).toEqual(graphOf(shopWith(DYNAMODB)));
  });

  it('E11 throttle', () => {
    const call = { ...DYNAMODB, throttle: true, error: true, http: { response: { status: 400 } } };
    const trace = traceOf(shopWith(call));
    const table = nodeOf(serviceGraph([trace]), 'users (AWS::DynamoDB::Table)');
    expect(table.statistics).toEqual(counts({ throttle: 1, totalResponseTime: 0.04 }));
    const record = traceRecord(trace, 1);
    expect(record.throttle).toBe(true);
    expect(record.root).toMatchObject({ error: false, throttle: false });
  });

  it('E12 compound', () => {
    const graph = graphOf({ ...E1, fault: true, error: true, throttle: true });
    expect(nodeOf(graph, 'shop').statistics).toEqual(counts({ fault: 1, totalResponseTime: 0.2 }));
  });

  it('E13 retries', () => {
    const throttled = { ...DYNAMODB, throttle: true, error: true };
    const calls = [
      { ...throttled, id: 'd1' },
      { ...throttled, id: 'd2' },
      { ...DYNAMODB, id: 'd3' },
    ];
    const graph = graphOf(shopWith(...calls));
    const expected = counts({ ok: 1, throttle: 2, totalResponseTime: 0.12 });
    expect(nodeOf(graph, 'users (AWS::DynamoDB::Table)').statistics).toEqual(expected);
    expect(edgeOf(graph, 'shop', 'users (AWS::DynamoDB::Table)').statistics).toEqual(expected);
  });
});

describe('the order and the time of arrival', () => {
  const pending = segment({ name: 'shop', id: 'a1', start_time: 0, in_progress: true });

  it('E14 in progress', () => {
    const graph = graphOf(pending);
    expect(nodeOf(graph, 'shop')).toMatchObject({ statistics: counts({}), responseTimes: [] });
    expect(traceRecord(traceOf(pending), 1).partial).toBe(true);
    expect(traceOf(pending, E1)).toEqual(traceOf(E1));
  });

  it('E15 streamed', () => {
    const trace = traceOf(pending, streamed('a1', DYNAMODB), shopWith());
    expect(trace).toEqual(traceOf(shopWith(DYNAMODB)));
    expect(segmentOf(trace, 'a1').subsegments.map(({ document }) => document.id)).toEqual(['d1']);
  });

  it('E16 two roots', () => {
    const cron = segment({ name: 'cron', id: 'a2', start_time: 0.1, end_time: 0.2 });
    const graph = graphOf(E1, cron);
    expect(nodesOf(graph)).toEqual(['cron', 'cron (client)', 'shop', 'shop (client)']);
    expect(graph.nodes.filter(({ root }) => root).map(({ identity }) => identity.name)).toEqual([
      'cron',
      'shop',
    ]);
  });

  it('E17 unknown parent', () => {
    const pay = segment({ name: 'pay', id: 'c1', parent_id: 'zz', start_time: 0, end_time: 0.1 });
    const trace = traceOf(pay);
    expect(edgesOf(serviceGraph([trace]))).toEqual(['pay (client) -> pay']);
    expect(segmentOf(trace, 'c1').root).toBe(true);
    expect(trace.partial).toBe(true);
    const later = traceOf(pay, { ...E1, subsegments: [{ ...PAY, id: 'zz' }] });
    expect(edgesOf(serviceGraph([later]))).toEqual(['shop (client) -> shop', 'shop -> pay']);
    expect(later.partial).toBe(false);
  });

  it('E18 async', () => {
    const root = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.1 });
    const trace = traceOf(root, streamed('a1', { id: 'x1', name: 'mail', start_time: 0.2, end_time: 0.9 }));
    const record = traceRecord(trace, 1);
    expect(record.root?.responseTime).toBe(0.1);
    expect(record.duration).toBe(0.9);
    const shop = nodeOf(serviceGraph([trace]), 'shop');
    expect(shop.responseTimes).toEqual([{ value: 0.1, count: 1 }]);
    expect(shop.durations).toEqual([{ value: 0.9, count: 1 }]);
  });
});
