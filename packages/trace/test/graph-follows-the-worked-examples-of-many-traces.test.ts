import type { SegmentDocument } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { assemble } from '../src/assembly/assemble.js';
import { contribution } from '../src/graph/contribution.js';
import { foldGraph, serviceGraph } from '../src/graph/fold-graph.js';
import { linkedTraceIds } from '../src/graph/link-edges.js';
import { traceRecord } from '../src/record/record-trace.js';
import { counts, edgeOf, edgesOf, nodeOf, nodesOf, OTHER_ID, segment, TRACE_ID, traceOf } from './build.js';

/** The numbered cases of the service-graph rules that need several traces, or several nodes of one name. */

describe('links between traces', () => {
  const queue = 'https://sqs.test/orders';
  const send = {
    id: 'q1',
    name: 'SQS',
    namespace: 'aws',
    start_time: 0.1,
    end_time: 0.15,
    aws: { queue_url: queue },
  };
  const producer = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.2, subsegments: [send] });
  const consumer = (id: string): SegmentDocument =>
    segment(
      {
        name: 'f',
        id: 'f1',
        origin: 'AWS::Lambda',
        start_time: 5.1,
        end_time: 5.3,
        links: [{ trace_id: TRACE_ID, id }],
      },
      OTHER_ID,
    );

  it.each(['a1', 'q1'])('E19 link to %s', (id) => {
    const [sent, received] = [assemble(TRACE_ID, [producer]), assemble(OTHER_ID, [consumer(id)])];
    const graph = serviceGraph([sent, received]);
    const edge = edgeOf(graph, `${queue} (AWS::SQS::Queue)`, 'f (AWS::Lambda)');
    expect(edge).toMatchObject({ link: true, responseTimes: [{ value: 5, count: 1 }] });
    expect(graph.edges.filter(({ link }) => link)).toHaveLength(1);
    expect(linkedTraceIds(received)).toEqual([TRACE_ID]);
  });

  it('a link to a trace that is not known gives no edge', () => {
    const received = assemble(OTHER_ID, [consumer('a1')]);
    expect(edgesOf(serviceGraph([received]))).toEqual(['f (client) -> f (AWS::Lambda)']);
  });

  it('a batch counts every link, up to a hundred, and finds each linked trace once', () => {
    const links = Array.from({ length: 150 }, () => ({ trace_id: TRACE_ID, id: 'q1' }));
    const asked: string[] = [];
    const { edges } = contribution(assemble(OTHER_ID, [{ ...consumer('q1'), links }]), (id) => {
      asked.push(id);
      return assemble(id, [producer]);
    });
    expect(edges.filter(({ link }) => link)).toHaveLength(100);
    expect(asked).toEqual([TRACE_ID]);
  });

  it('a link to a segment that called no carrier, or several, leads from the segment itself', () => {
    const second = { ...send, id: 'q2', aws: { queue_url: 'https://sqs.test/mails' } };
    for (const subsegments of [[], [send, second]]) {
      const sent = assemble(TRACE_ID, [{ ...producer, subsegments }]);
      const graph = serviceGraph([sent, assemble(OTHER_ID, [consumer('a1')])]);
      expect(edgeOf(graph, 'shop', 'f (AWS::Lambda)').responseTimes).toEqual([{ value: 4.9, count: 1 }]);
    }
  });

  it('the node at the far end of a link is shown though its trace is not part of the graph', () => {
    const sent = assemble(TRACE_ID, [producer]);
    const received = contribution(assemble(OTHER_ID, [consumer('a1')]), () => sent);
    const far = nodeOf(foldGraph([received]), `${queue} (AWS::SQS::Queue)`);
    expect(far).toMatchObject({ state: 'unknown', statistics: counts({}), start: 5.1, end: 5.3 });
  });
});

describe('many traces in one graph', () => {
  const shopOf = (seconds: number, more: Partial<SegmentDocument> = {}): SegmentDocument =>
    segment({
      name: 'shop',
      id: 'a1',
      start_time: 1478293361.271,
      end_time: 1478293361.271 + seconds,
      ...more,
    });

  it('E20 aggregate', () => {
    const traces = [shopOf(0.005), shopOf(0.015), shopOf(0.157), shopOf(0.096, { error: true })].map((one) =>
      traceOf(one),
    );
    const shop = nodeOf(serviceGraph(traces), 'shop');
    expect(shop.statistics).toEqual(counts({ ok: 3, error: 1, totalResponseTime: 0.273 }));
    expect(shop.responseTimes).toEqual([
      { value: 0.005, count: 1 },
      { value: 0.015, count: 1 },
      { value: 0.096, count: 1 },
      { value: 0.157, count: 1 },
    ]);
  });

  it('E21 self call', () => {
    const call = { id: 'b1', name: 'shop', namespace: 'remote', start_time: 0.1, end_time: 0.4 };
    const outer = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.5, subsegments: [call] });
    const inner = segment({ name: 'shop', id: 'a2', parent_id: 'b1', start_time: 0.2, end_time: 0.3 });
    const graph = serviceGraph([traceOf(outer, inner)]);
    expect(edgesOf(graph)).toEqual(['shop (client) -> shop', 'shop -> shop']);
    expect(nodeOf(graph, 'shop')).toMatchObject({
      root: true,
      statistics: counts({ ok: 2, totalResponseTime: 0.6 }),
    });
    expect(edgeOf(graph, 'shop', 'shop').statistics).toEqual(counts({ ok: 1, totalResponseTime: 0.3 }));
  });

  it('E22 same name, other origin', () => {
    const traces = [
      shopOf(0.1, { origin: 'AWS::EC2::Instance' }),
      shopOf(0.1, { origin: 'AWS::ECS::Container' }),
    ];
    const graph = serviceGraph(traces.map((one) => traceOf(one)));
    expect(nodesOf(graph)).toEqual([
      'shop (AWS::EC2::Instance)',
      'shop (AWS::ECS::Container)',
      'shop (client)',
    ]);
    const names = traces.map((one) => traceRecord(traceOf(one), 1).segments.map((row) => row.names));
    expect(names).toEqual([[['shop']], [['shop']]]);
  });

  it('E23 account', () => {
    const traces = [shopOf(0.1, { aws: { account_id: '1' } }), shopOf(0.1, { aws: { account_id: '2' } })];
    const graph = serviceGraph(traces.map((one) => traceOf(one)));
    expect(nodesOf(graph)).toEqual(['shop (client)', 'shop @1', 'shop @2']);
  });
});
