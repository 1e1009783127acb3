import { expect, it } from 'vitest';
import { traceRecord } from '../src/record/record-trace.js';
import { segment, traceOf } from './build.js';

it('what a call says of its callee is no place where the trace ran', () => {
  const aws = {
    function_arn: 'arn:callee',
    ec2: { instance_id: 'i-callee', availability_zone: 'eu-callee' },
  };
  const call = { id: 'b1', name: 'Lambda', namespace: 'aws', start_time: 1, end_time: 2, aws };
  const shop = segment({ name: 'shop', id: 'a1', start_time: 0, end_time: 3, subsegments: [call] });
  const record = traceRecord(traceOf(shop), 1);
  expect(record.inferred).toBe(true);
  expect([record.resourceArns, record.instanceIds, record.availabilityZones]).toEqual([[], [], []]);
});
