import { trafficGenerator } from '@radiograph/testkit';
import { assemble, type NodeIdentity, type TraceRecord, traceRecord } from '@radiograph/trace';
import { expect, it } from 'vitest';
import { traceSummary } from '../src/wire/trace-summary.js';

const TABLE = { name: 'orders', type: 'AWS::DynamoDB::Table', accountId: '123456789012' };
const NO_OUTCOME = { error: false, throttle: false, fault: false, partial: false };

/** The same record with an object of its own wherever it names a node, as records of another store may have them. */
function unshared(record: TraceRecord): TraceRecord {
  return JSON.parse(JSON.stringify(record)) as TraceRecord;
}

function segment(node: NodeIdentity, names: readonly string[]): TraceRecord['segments'][number] {
  return { id: '70de5b6f19ff9a0a', node, names, inferred: false, root: false, start: 1, ...NO_OUTCOME };
}

it('whether its rows share the objects of nodes or not', () => {
  const traffic = trafficGenerator(4);
  for (let n = 0; n < 50; n++) {
    const { id, documents } = traffic.next().value;
    const record = traceRecord(assemble(id, documents), 1);
    expect(traceSummary(unshared(record))).toEqual(traceSummary(record));
  }
});

it('with every name that its segments have for them, and by their own where no segment has them', () => {
  const node = { name: 'shop' };
  const record: TraceRecord = {
    ...traceRecord(assemble('1-581cf771-a006649127e371903a2de979', []), 1),
    segments: [segment(node, ['shop', 'a']), segment({ ...node }, ['shop', 'b']), segment(TABLE, ['orders'])],
    annotations: [{ key: 'k', value: 1, nodes: [node, { name: 'elsewhere', type: 'remote' }] }],
    users: [{ name: 'u', nodes: [{ ...TABLE }] }],
    faultRootCauses: [
      {
        clientImpacting: true,
        services: [node, TABLE, { name: 'queue', type: 'AWS::SQS::Queue' }].map((one) => ({
          node: one,
          names: [one.name, 'more'],
          inferred: true,
          entityPath: [],
        })),
      },
    ],
  };
  const shop = { Name: 'shop', Names: ['shop', 'a', 'b'] };
  const table = { Name: 'orders', Names: ['orders'], AccountId: TABLE.accountId, Type: TABLE.type };
  const summary = traceSummary(record);
  expect(summary.ServiceIds).toEqual([shop, table]);
  expect(summary.Annotations['k']?.[0]?.ServiceIds).toEqual([
    shop,
    { Name: 'elsewhere', Names: ['elsewhere'], Type: 'remote' },
  ]);
  expect(summary.Users).toEqual([{ UserName: 'u', ServiceIds: [table] }]);
  const rest = { EntityPath: [], Inferred: true };
  expect(summary.FaultRootCauses).toEqual([
    {
      ClientImpacting: true,
      Services: [
        { Name: 'shop', Names: ['shop', 'more'], ...rest },
        { ...table, Names: ['orders', 'more'], ...rest },
        { Name: 'queue', Names: ['queue', 'more'], Type: 'AWS::SQS::Queue', ...rest },
      ],
    },
  ]);
});
