import type { SegmentDocument, SubsegmentDocument, TraceDocument } from '@radiograph/protocol';
import { assemble, traceRecord } from '@radiograph/trace';
import { expect, it } from 'vitest';
import { compileFilter } from '../src/compile-filter.js';

/** The numbered cases of the service-graph rules that say what a filter finds, from documents to answers. */

const TRACE_ID = '1-581cf771-a006649127e371903a2de979';

function matches(documents: readonly TraceDocument[], expression: string): boolean {
  const compiled = compileFilter(expression);
  if (!compiled.ok) throw new Error(expression);
  return compiled.filter.matches(traceRecord(assemble(TRACE_ID, documents), 1));
}

function shop(members: Partial<SegmentDocument>, ...subsegments: SubsegmentDocument[]): TraceDocument {
  const own = { trace_id: TRACE_ID, name: 'shop', id: 'a1', start_time: 0, end_time: 0.5 };
  return { ...own, ...members, ...(subsegments.length > 0 && { subsegments }) };
}

const pay: SubsegmentDocument = {
  id: 'b1',
  name: 'api.pay',
  namespace: 'remote',
  start_time: 0.1,
  end_time: 0.4,
  http: { response: { status: 503 } },
  fault: true,
};
const dynamodb: SubsegmentDocument = {
  id: 'd1',
  name: 'DynamoDB',
  namespace: 'aws',
  start_time: 0.1,
  end_time: 0.14,
  aws: { operation: 'GetItem', table_name: 'users' },
};
const throttled = { ...dynamodb, throttle: true, error: true, http: { response: { status: 400 } } };
const mail: TraceDocument = {
  type: 'subsegment',
  trace_id: TRACE_ID,
  parent_id: 'a1',
  id: 'x1',
  name: 'mail',
  start_time: 0.2,
  end_time: 0.9,
};
const called = (members: Partial<SegmentDocument>): TraceDocument =>
  shop({ id: 'c1', parent_id: 'b1', start_time: 0.15, end_time: 0.35, ...members });

const begun: TraceDocument = { trace_id: TRACE_ID, name: 'shop', id: 'a1', start_time: 0, in_progress: true };

it.each<[string, readonly TraceDocument[], string, boolean]>([
  ['E2 remote uninstrumented', [shop({}, pay)], 'service() { fault }', true],
  ['E2 remote uninstrumented', [shop({}, pay)], 'fault', false],
  ['E2 remote uninstrumented', [shop({}, pay)], 'edge("shop", "api.pay") { http.status = 503 }', true],
  ['E3 remote instrumented', [shop({}, pay), called({ name: 'pay' })], 'service("api.pay")', false],
  ['E3 remote instrumented', [shop({}, pay), called({ name: 'pay' })], 'edge("shop", "api.pay")', true],
  ['E4 DynamoDB', [shop({}, dynamodb)], 'service(id(name: "users", type: "AWS::DynamoDB::Table"))', true],
  ['E11 throttle', [shop({}, throttled)], 'throttle', true],
  ['E11 throttle', [shop({}, throttled)], 'error', false],
  ['E14 in progress', [begun], 'partial', true],
  ['E18 async', [shop({ end_time: 0.1 }), mail], 'responsetime = 0.1 duration = 0.9', true],
  ['E22 same name, one origin', [shop({ origin: 'AWS::EC2::Instance' })], 'service("shop")', true],
  ['E22 same name, other origin', [shop({ origin: 'AWS::ECS::Container' })], 'service("shop")', true],
  ['E23 account', [shop({ aws: { account_id: '1' } })], 'service(id(account.id: "1"))', true],
  ['E23 account', [shop({ aws: { account_id: '1' } })], 'service(id(account.id: "2"))', false],
  [
    'a path that ends at a table',
    [shop({}, { ...dynamodb, fault: true })],
    'rootcause.fault.service { last inferred type = "AWS::DynamoDB" }',
    true,
  ],
  [
    'a path begins with its entry, which is no remote call',
    [shop({ fault: true }, pay)],
    'rootcause.fault.entity { first and remote }',
    false,
  ],
  [
    'a path that leads over a remote call',
    [shop({ fault: true }, pay)],
    'rootcause.fault.entity { index = 1 and remote }',
    true,
  ],
])('%s', (_rule, documents, expression, expected) => {
  expect(matches(documents, expression)).toBe(expected);
});
