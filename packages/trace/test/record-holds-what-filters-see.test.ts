import { describe, expect, it } from 'vitest';
import { traceRecord } from '../src/record/record-trace.js';
import { segment, streamed, traceOf } from './build.js';

const http = {
  request: { method: 'GET', url: 'http://shop/cart', user_agent: 'curl', client_ip: '10.0.0.1' },
  response: { status: 404 },
};
const pay = { id: 'b1', name: 'api.pay', namespace: 'remote', start_time: 1.1, end_time: 1.4, http };
const shop = segment({ name: 'shop', id: 'a1', start_time: 1, end_time: 1.5, http, subsegments: [pay] });
const callee = segment({
  name: 'pay',
  id: 'c1',
  parent_id: 'b1',
  start_time: 1.2,
  end_time: 1.3,
  origin: 'AWS::EC2::Instance',
});

const row = { error: true, throttle: false, fault: false, partial: false };
const request = {
  method: 'GET',
  url: 'http://shop/cart',
  userAgent: 'curl',
  clientIp: '10.0.0.1',
  status: 404,
};

describe('rows of segments and calls', () => {
  const record = traceRecord(traceOf(shop, callee), 7);

  it('the root and every segment', () => {
    const root = { id: 'a1', node: { name: 'shop' }, names: ['shop'], inferred: false, root: true };
    expect(record.root).toEqual({ ...root, ...row, ...request, start: 1, responseTime: 0.5 });
    expect(record.segments).toHaveLength(2);
    expect(record.segments[1]).toMatchObject({ id: 'c1', error: false, responseTime: 0.1, root: false });
    expect(record).toMatchObject({
      start: 1,
      end: 1.5,
      duration: 0.5,
      revision: 7,
      partial: false,
      inferred: false,
    });
  });

  it('every call, as its caller saw it, with all names of the callee', () => {
    const shopNode = { name: 'shop' };
    const payNode = { name: 'pay', type: 'AWS::EC2::Instance' };
    expect(record.calls).toEqual([
      {
        from: { name: 'shop', type: 'client' },
        to: shopNode,
        toNames: ['shop'],
        ...row,
        ...request,
        start: 1,
        responseTime: 0.5,
      },
      {
        from: shopNode,
        to: payNode,
        toNames: ['pay', 'api.pay'],
        ...row,
        ...request,
        start: 1.1,
        responseTime: 0.3,
      },
    ]);
  });

  it('the earliest of several roots is the entry', () => {
    const cron = segment({ name: 'cron', id: 'r2', start_time: 0.5, end_time: 0.6 });
    expect(traceRecord(traceOf(shop, cron), 1).root?.node.name).toBe('cron');
  });

  it('rows in progress have no response time', () => {
    const { end_time: _, ...begun } = shop;
    const record = traceRecord(traceOf({ ...begun, in_progress: true }), 1);
    expect(record.root).toMatchObject({ partial: true });
    expect(record.root).not.toHaveProperty('responseTime');
    expect(record.partial).toBe(true);
    expect(record.responseTimeRootCauses).toEqual([]);
  });

  it('times are exact to the microsecond, however large the epoch, and never negative', () => {
    const root = segment({ name: 'shop', id: 'a1', start_time: 1478293361.271, end_time: 1478293361.449 });
    expect(traceRecord(traceOf(root), 1)).toMatchObject({ duration: 0.178, root: { responseTime: 0.178 } });
    const backwards = traceRecord(
      traceOf(segment({ name: 'shop', id: 'a1', start_time: 2, end_time: 1 })),
      1,
    );
    expect(backwards).toMatchObject({ start: 2, end: 2, duration: 0, root: { responseTime: 0 } });
  });

  it('survives being cloned between threads', () => {
    expect(structuredClone(record)).toEqual(record);
  });
});

describe('annotations', () => {
  const annotated = traceOf(
    {
      ...shop,
      annotations: { tier: 'gold', paid: true, n: 29 },
      subsegments: [{ ...pay, annotations: { tier: 'gold', n: '29' } }],
    },
    { ...callee, annotations: { tier: 'gold' } },
    streamed('zz', { id: 'x9', name: 'lost', start_time: 9, end_time: 9.1, annotations: { tier: 'lost' } }),
  );
  const shopNode = { name: 'shop' };
  const payNode = { name: 'pay', type: 'AWS::EC2::Instance' };

  it('every value of every key, once, with the nodes that set it', () => {
    expect(traceRecord(annotated, 1).annotations).toEqual([
      { key: 'n', value: 29, nodes: [shopNode] },
      { key: 'n', value: '29', nodes: [shopNode] },
      { key: 'paid', value: true, nodes: [shopNode] },
      { key: 'tier', value: 'gold', nodes: [payNode, shopNode] },
      { key: 'tier', value: 'lost', nodes: [] },
    ]);
  });

  it('beyond a limit, those of earlier segments and of lesser keys are kept', () => {
    const kept = (indexedAnnotations: number): string[] =>
      traceRecord(annotated, 1, { indexedAnnotations }).annotations.map(
        ({ key, value }) => `${key}=${value}`,
      );
    expect(kept(2)).toEqual(['n=29', 'paid=true']);
    expect(kept(3)).toEqual(['n=29', 'paid=true', 'tier=gold']);
    expect(traceRecord(annotated, 1, { indexedAnnotations: 3 }).annotations[2]?.nodes).toHaveLength(2);
    expect(kept(0)).toEqual([]);
  });
});

describe('users and places', () => {
  const aws = {
    ec2: { availability_zone: 'eu-1a', instance_id: 'i-1' },
    ecs: { availability_zone: 'eu-1b', container_arn: 'arn:c' },
  };

  it('of any segment, each once', () => {
    const record = traceRecord(
      traceOf(
        { ...shop, user: 'bob', aws, resource_arn: 'arn:b' },
        { ...callee, user: 'alice', aws: { ...aws, function_arn: 'arn:a' } },
      ),
      1,
    );
    expect(record.users.map(({ name }) => name)).toEqual(['alice', 'bob']);
    expect(record.users[1]?.nodes).toEqual([{ name: 'shop' }]);
    expect(record.availabilityZones).toEqual(['eu-1a', 'eu-1b']);
    expect(record.instanceIds).toEqual(['i-1']);
    expect(record.resourceArns).toEqual(['arn:a', 'arn:b', 'arn:c']);
  });
});
