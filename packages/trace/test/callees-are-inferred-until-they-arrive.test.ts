import type { SubsegmentDocument } from '@radiograph/protocol';
import { describe, expect, it } from 'vitest';
import { calleeNode } from '../src/node-naming.js';
import type { AssembledSegment } from '../src/trace.js';
import { segment, streamed, traceOf } from './build.js';

const call: SubsegmentDocument = { id: 'b1', name: 'pay', namespace: 'remote', start_time: 1, end_time: 2 };

function inferredFrom(...subsegments: SubsegmentDocument[]): AssembledSegment[] {
  const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3, subsegments });
  return traceOf(shop).segments.filter(({ inferred }) => inferred);
}

describe('an inferred segment', () => {
  it('takes over what the call says, under an id of its own that stays the same', () => {
    const http = { request: { method: 'POST', url: 'https://pay/charge' }, response: { status: 429 } };
    const rest = { error: true, throttle: true, http, aws: { account_id: '7' } };
    const [inferred] = inferredFrom({ ...call, ...rest, annotations: { a: 1 }, metadata: { m: { k: 1 } } });
    expect(inferred?.document).toEqual({
      id: inferred?.document.id,
      trace_id: inferred?.document.trace_id,
      parent_id: 'b1',
      name: 'pay',
      start_time: 1,
      end_time: 2,
      ...rest,
      origin: 'remote',
      inferred: true,
    });
    expect(inferred?.document.id).toMatch(/^[0-9a-f]{16}$/);
    expect(inferred?.document.id).toBe(inferredFrom(call)[0]?.document.id);
    expect(inferred).toMatchObject({ caller: { segmentId: 'a1', entityId: 'b1' }, root: false });
  });

  it('is in progress as long as the call is', () => {
    const { end_time: _, ...begun } = call;
    const [inferred] = inferredFrom({ ...begun, in_progress: true });
    expect(inferred?.document).toMatchObject({ in_progress: true });
    expect(inferred?.document).not.toHaveProperty('end_time');
  });

  it.each([
    ['on the call', { ...call, traced: true }],
    ['in the request', { ...call, http: { request: { traced: true } } }],
  ])('is pending where the callee is said to be traced, %s', (_, traced) => {
    expect(inferredFrom(traced)).toMatchObject([{ pending: true }]);
    expect(inferredFrom(call)).toMatchObject([{ pending: false }]);
  });

  it('has an id that no other entity has, even where one took the usual', () => {
    const usual = inferredFrom(call)[0]?.document.id ?? '';
    const taken = inferredFrom(call, { id: usual, name: 'thief', start_time: 1, end_time: 2 });
    expect(taken).toHaveLength(1);
    expect(taken[0]?.document.id).not.toBe(usual);
  });
});

describe('no segment is inferred', () => {
  it('when the callee has arrived, several times even', () => {
    const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3, subsegments: [call] });
    const callee = (id: string) =>
      segment({ name: 'pay', id, parent_id: 'b1', start_time: 1.1, end_time: 1.9 });
    const trace = traceOf(shop, callee('c2'), callee('c1'));
    expect(trace.segments.map(({ document }) => document.id)).toEqual(['a1', 'c1', 'c2']);
    expect(trace.segments[0]?.subsegments[0]?.calleeIds).toEqual(['c1', 'c2']);
  });

  it('from local work, and from calls that wait for their segment', () => {
    const { namespace: _, ...local } = call;
    expect(inferredFrom(local)).toEqual([]);
    expect(traceOf(streamed('zz', call)).segments).toEqual([]);
  });

  it('from a bare remote around another call, but from one that says what it called', () => {
    const table = { ...call, id: 'd1', name: 'DynamoDB', namespace: 'aws', aws: { table_name: 'users' } };
    const step = { id: 'x1', name: 'step', start_time: 1, end_time: 2, subsegments: [table] };
    expect(inferredFrom({ ...call, subsegments: [step] })).toMatchObject([{ node: { name: 'users' } }]);
    expect(inferredFrom({ ...call, http: {}, subsegments: [step] })).toHaveLength(2);
    expect(
      inferredFrom({ ...call, subsegments: [{ id: 'x1', name: 'request', start_time: 1, end_time: 2 }] }),
    ).toHaveLength(1);
  });
});

describe('the node of a call', () => {
  const aws = (name: string, block: SubsegmentDocument['aws'] = {}): SubsegmentDocument => ({
    ...call,
    name,
    namespace: 'aws',
    aws: block,
  });

  it.each([
    [aws('DynamoDB', { table_name: 'users' }), 'users', 'AWS::DynamoDB::Table'],
    [aws('dynamodb', { resource_names: ['users'] }), 'users', 'AWS::DynamoDB::Table'],
    [aws('AmazonDynamoDB', { table_name: 'users', table_names: ['users'] }), 'users', 'AWS::DynamoDB::Table'],
    [aws('DynamoDB', { table_names: ['users', 'carts'] }), 'DynamoDB', 'AWS::DynamoDB'],
    [aws('DynamoDB'), 'DynamoDB', 'AWS::DynamoDB'],
    [aws('SQS', { queue_url: 'https://q' }), 'https://q', 'AWS::SQS::Queue'],
    [aws('SQS'), 'SQS', 'AWS::SQS'],
    [aws('S3', { bucket_name: 'photos' }), 'photos', 'AWS::S3::Bucket'],
    [aws('SNS', { topic_arn: 'arn:aws:sns:eu:1:t' }), 'SNS', 'AWS::SNS'],
    [aws('Lambda', { function_name: 'f' }), 'f', 'AWS::Lambda'],
    [aws('Kinesis', { stream_name: 's' }), 's', 'AWS::Kinesis::Stream'],
    [aws('SFN', { state_machine_arn: 'arn:m' }), 'arn:m', 'AWS::StepFunctions::StateMachine'],
    [aws('Glue', { table_name: 'not a DynamoDB table' }), 'Glue', 'AWS::Glue'],
    [{ ...call, sql: { url: 'postgresql://db' } }, 'pay', 'Database::SQL'],
    [call, 'pay', 'remote'],
  ])('%j', (document, name, type) => {
    expect(calleeNode(document)).toEqual({ name, type });
  });

  it('bears the account that was called', () => {
    expect(calleeNode(aws('SNS', { account_id: '42' }))).toEqual({
      name: 'SNS',
      type: 'AWS::SNS',
      accountId: '42',
    });
  });
});
