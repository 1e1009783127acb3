import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { expect } from 'vitest';
import { OTHER_ID, segment, streamed, TRACE_ID } from './build.js';
import { graphBy, recordBy, sketchOf } from './by-implementation.js';
import type { Claim } from './suite.js';

/** The numbered cases of the service-graph rules, as traces and the graph of them in words. */

const E1 = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.2 });
const CLIENT = 'shop (client): unknown 0..0.5';
const SHOP = 'shop: root active 0..0.5, 1 ok, 0.5 s';
const ENTRY = 'shop (client) -> shop: 0..0.5, 1 ok, 0.5 s';
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
const USERS = 'users (AWS::DynamoDB::Table)';
const WITH_USERS: readonly string[] = [
  CLIENT,
  SHOP,
  `${USERS}: unknown 0.1..0.14, 1 ok, 0.04 s`,
  ENTRY,
  `shop -> ${USERS}: 0..0.5, 1 ok, 0.04 s`,
];

function shopWith(...subsegments: SubsegmentDocument[]): SegmentDocument {
  return segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 0.5, subsegments });
}

/** The graph of one trace. */
function one(rule: string, documents: readonly TraceDocument[], graph: readonly string[]): Claim {
  return many(rule, [documents], graph);
}

/** The graph of several traces. */
function many(rule: string, traces: readonly (readonly TraceDocument[])[], graph: readonly string[]): Claim {
  return {
    rule,
    holds: (implementation) =>
      expect(sketchOf(graphBy(implementation, traces))).toEqual([...graph].sort(byKind)),
  };
}

/** Nodes before edges, each in order. */
function byKind(a: string, b: string): number {
  return Number(a.includes('->')) - Number(b.includes('->')) || (a < b ? -1 : 1);
}

/** A call of the shop that leads to one inferred node, which bears what the call says. */
function callTo(rule: string, call: Partial<SubsegmentDocument>, node: string, counted: string): Claim {
  return one(
    rule,
    [shopWith({ ...DYNAMODB, ...call })],
    [CLIENT, SHOP, `${node}: unknown 0.1..0.14, ${counted}`, ENTRY, `shop -> ${node}: 0..0.5, ${counted}`],
  );
}

const calling: readonly Claim[] = [
  one(
    'E1 single segment',
    [E1],
    [
      'shop (client): unknown 0..0.2',
      'shop: root active 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop: 0..0.2, 1 ok, 0.2 s',
    ],
  ),
  one(
    'E2 remote uninstrumented',
    [shopWith(PAY)],
    [
      CLIENT,
      SHOP,
      'api.pay (remote): unknown 0.1..0.4, 1 fault, 0.3 s',
      ENTRY,
      'shop -> api.pay (remote): 0..0.5, 1 fault, 0.3 s',
    ],
  ),
  one(
    'E3 remote instrumented',
    [
      shopWith(PAY),
      segment({
        name: 'pay',
        id: 'c1',
        parent_id: 'b1',
        start_time: 0.15,
        end_time: 0.35,
        fault: true,
        origin: 'ECS',
      }),
    ],
    [
      CLIENT,
      SHOP,
      'pay (ECS): active 0.15..0.35, 1 fault, 0.2 s',
      ENTRY,
      'shop -> pay (ECS): 0..0.5, 1 fault, 0.3 s, alias api.pay',
    ],
  ),
  one('E4 DynamoDB', [shopWith(DYNAMODB)], WITH_USERS),
  callTo(
    'E5 two tables',
    { aws: { resource_names: ['users', 'carts'] } },
    'DynamoDB (AWS::DynamoDB)',
    '1 ok, 0.04 s',
  ),
  callTo('E6 SNS', { name: 'SNS', aws: { topic_arn: 'arn:t' } }, 'SNS (AWS::SNS)', '1 ok, 0.04 s'),
  callTo(
    'E7 SQL',
    { name: 'db@host', namespace: 'remote', sql: {} },
    'db@host (Database::SQL)',
    '1 ok, 0.04 s',
  ),
  one(
    'E8 Lambda',
    [
      shopWith({ ...DYNAMODB, id: 'b1', name: 'Lambda', aws: { function_name: 'f' } }),
      segment({ name: 'f', id: 's1', parent_id: 'b1', origin: 'L', start_time: 0.11, end_time: 0.13 }),
      segment({ name: 'f', id: 'f1', parent_id: 's1', origin: 'L::F', start_time: 0.12, end_time: 0.13 }),
    ],
    [
      CLIENT,
      SHOP,
      'f (L): active 0.11..0.13, 1 ok, 0.02 s',
      'f (L::F): active 0.12..0.13, 1 ok, 0.01 s',
      ENTRY,
      'shop -> f (L): 0..0.5, 1 ok, 0.04 s',
      'f (L) -> f (L::F): 0.11..0.13, 1 ok, 0.01 s',
    ],
  ),
  one(
    'E9 local subsegment',
    [shopWith({ id: 'x1', name: 'render', start_time: 0, end_time: 0.1 })],
    [CLIENT, SHOP, ENTRY],
  ),
  one(
    'E10 nested',
    [shopWith({ id: 'x1', name: 'load', start_time: 0, end_time: 0.2, subsegments: [DYNAMODB] })],
    WITH_USERS,
  ),
];

const counting: readonly Claim[] = [
  callTo('E11 throttle', { throttle: true, error: true }, USERS, '1 throttle, 0.04 s'),
  one(
    'E12 compound',
    [{ ...E1, fault: true, error: true, throttle: true }],
    [
      'shop (client): unknown 0..0.2',
      'shop: root active 0..0.2, 1 fault, 0.2 s',
      'shop (client) -> shop: 0..0.2, 1 fault, 0.2 s',
    ],
  ),
  one(
    'E13 retries',
    [
      shopWith(
        { ...DYNAMODB, throttle: true },
        { ...DYNAMODB, id: 'd2', throttle: true },
        { ...DYNAMODB, id: 'd3' },
      ),
    ],
    [
      CLIENT,
      SHOP,
      `${USERS}: unknown 0.1..0.14, 1 ok 2 throttle, 0.12 s`,
      ENTRY,
      `shop -> ${USERS}: 0..0.5, 1 ok 2 throttle, 0.12 s`,
    ],
  ),
  one(
    'E14 in progress',
    [segment({ name: 'shop', id: 'a1', start_time: 0, in_progress: true })],
    [
      'shop (client): unknown 0..0',
      'shop: root active 0..0, none, 0 s',
      'shop (client) -> shop: 0..0, none, 0 s',
    ],
  ),
  one(
    'E15 streamed',
    [
      segment({ name: 'shop', id: 'a1', start_time: 0, in_progress: true }),
      streamed('a1', DYNAMODB),
      shopWith(),
    ],
    WITH_USERS,
  ),
  one(
    'E16 two roots',
    [E1, segment({ name: 'cron', id: 'a2', start_time: 0.1, end_time: 0.2 })],
    [
      'shop (client): unknown 0..0.2',
      'cron (client): unknown 0.1..0.2',
      'shop: root active 0..0.2, 1 ok, 0.2 s',
      'cron: root active 0.1..0.2, 1 ok, 0.1 s',
      'shop (client) -> shop: 0..0.2, 1 ok, 0.2 s',
      'cron (client) -> cron: 0.1..0.2, 1 ok, 0.1 s',
    ],
  ),
  one(
    'E17 unknown parent',
    [{ ...E1, parent_id: 'zz' }],
    [
      'shop (client): unknown 0..0.2',
      'shop: root active 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop: 0..0.2, 1 ok, 0.2 s',
    ],
  ),
  {
    rule: 'E18 async',
    holds: (implementation) => {
      const documents = [E1, streamed('a1', { id: 'x1', name: 'mail', start_time: 0.3, end_time: 0.9 })];
      const { root, duration } = recordBy(implementation, documents);
      expect([root?.responseTime, duration]).toEqual([0.2, 0.9]);
      const { responseTimes, durations } = graphBy(implementation, [documents]).nodes.find(
        (node) => node.root,
      )!;
      expect([responseTimes, durations]).toEqual([[{ value: 0.2, count: 1 }], [{ value: 0.9, count: 1 }]]);
    },
  },
];

const SQS: SubsegmentDocument = { ...DYNAMODB, id: 'q1', name: 'SQS', aws: { queue_url: 'orders' } };

const several: readonly Claim[] = [
  many(
    'E19 link',
    [
      [shopWith(SQS)],
      [
        segment(
          { name: 'f', id: 'f1', start_time: 5, end_time: 6, links: [{ trace_id: TRACE_ID, id: 'a1' }] },
          OTHER_ID,
        ),
      ],
    ],
    [
      CLIENT,
      SHOP,
      'orders (AWS::SQS::Queue): unknown 0.1..0.14, 1 ok, 0.04 s',
      'f (client): unknown 5..6',
      'f: root active 5..6, 1 ok, 1 s',
      ENTRY,
      'shop -> orders (AWS::SQS::Queue): 0..0.5, 1 ok, 0.04 s',
      'f (client) -> f: 5..6, 1 ok, 1 s',
      'orders (AWS::SQS::Queue) -> f: link 5..6, 1 ok, 4.9 s',
    ],
  ),
  many(
    'E20 aggregate',
    [0.005, 0.015, 0.157, 0.096].map((end_time) => [{ ...E1, end_time, error: end_time === 0.096 }]),
    [
      'shop (client): unknown 0..0.157',
      'shop: root active 0..0.157, 3 ok 1 error, 0.273 s',
      'shop (client) -> shop: 0..0.157, 3 ok 1 error, 0.273 s',
    ],
  ),
  one(
    'E21 self call',
    [
      shopWith({ id: 'b1', name: 'shop', namespace: 'remote', start_time: 0.1, end_time: 0.4 }),
      segment({ name: 'shop', id: 'a2', parent_id: 'b1', start_time: 0.2, end_time: 0.3 }),
    ],
    [CLIENT, 'shop: root active 0..0.5, 2 ok, 0.6 s', ENTRY, 'shop -> shop: 0..0.5, 1 ok, 0.3 s'],
  ),
  many(
    'E22 same name, other origin',
    ['EC2', 'ECS'].map((origin) => [{ ...E1, origin }]),
    [
      'shop (client): unknown 0..0.2',
      'shop (EC2): root active 0..0.2, 1 ok, 0.2 s',
      'shop (ECS): root active 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop (EC2): 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop (ECS): 0..0.2, 1 ok, 0.2 s',
    ],
  ),
  many(
    'E23 account',
    ['1', '2'].map((account_id) => [{ ...E1, aws: { account_id } }]),
    [
      'shop (client): unknown 0..0.2',
      'shop @1: root active 0..0.2, 1 ok, 0.2 s',
      'shop @2: root active 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop @1: 0..0.2, 1 ok, 0.2 s',
      'shop (client) -> shop @2: 0..0.2, 1 ok, 0.2 s',
    ],
  ),
];

/** E1 to E23, each with the whole graph it gives. */
export const exampleClaims: readonly Claim[] = [...calling, ...counting, ...several];
