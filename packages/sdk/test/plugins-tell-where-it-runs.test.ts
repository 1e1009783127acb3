import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SegmentDocument } from '@radiograph/protocol';
import { expect, test } from 'vitest';
import type { Plugin } from '../src/index.js';
import { beanstalk, ec2, ecs, eks } from '../src/plugins/index.js';
import { serve } from './http-server.js';
import { only, record } from './recording.js';
import { until } from './udp-receiver.js';

const identity = {
  instanceId: 'i-1',
  availabilityZone: 'eu-west-1a',
  instanceType: 'm7g.large',
  imageId: 'ami-1',
  accountId: '123456789012',
};

test('I1: ec2 asks with a token, and gives what the identity document says', async () => {
  const server = await serve((request, response) => {
    if (
      request.method === 'PUT' &&
      request.url === '/latest/api/token' &&
      request.headers['x-aws-ec2-metadata-token-ttl-seconds'] === '60'
    )
      response.end('the token');
    else if (request.headers['x-aws-ec2-metadata-token'] === 'the token')
      response.end(JSON.stringify(identity));
    else response.writeHead(401).end();
  });
  expect(await ec2({ endpoint: server.url }).load()).toEqual({
    ec2: { instance_id: 'i-1', availability_zone: 'eu-west-1a', instance_size: 'm7g.large', ami_id: 'ami-1' },
    account_id: '123456789012',
  });
  await server.close();
});

test('I2: a metadata service that does not answer is given up within a bounded time', async () => {
  const silent = createTcpServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as { port: number };
  const started = performance.now();
  await expect(ec2({ endpoint: `http://127.0.0.1:${port}` }).load()).rejects.toThrow();
  expect(performance.now() - started).toBeLessThan(2000);
  silent.close();
});

test('ecs gives container, task, cluster and log group', async () => {
  const container = { DockerId: 'abc', ContainerARN: 'arn:c', LogOptions: { 'awslogs-group': '/ecs/shop' } };
  const task = {
    TaskARN: 'arn:t',
    Family: 'shop',
    Cluster: 'arn:cluster',
    AvailabilityZone: 'eu-west-1b',
    LaunchType: 'FARGATE',
  };
  const server = await serve((request, response) =>
    response.end(JSON.stringify(request.url === '/v4/x/task' ? task : container)),
  );
  expect(await ecs({ endpoint: `${server.url}/v4/x` }).load()).toEqual({
    ecs: {
      container: hostname(),
      container_id: 'abc',
      container_arn: 'arn:c',
      task_arn: 'arn:t',
      task_family: 'shop',
      cluster_arn: 'arn:cluster',
      availability_zone: 'eu-west-1b',
      launch_type: 'FARGATE',
    },
    cloudwatch_logs: [{ log_group: '/ecs/shop' }],
  });
  Object.assign(container, {
    ContainerARN: 'arn:aws:ecs:eu-west-1:123456789012:container/shop/abc',
    LogOptions: { 'awslogs-group': '/ecs/shop', 'awslogs-region': 'eu-central-1' },
  });
  expect((await ecs({ endpoint: `${server.url}/v4/x` }).load())?.cloudwatch_logs).toEqual([
    { log_group: '/ecs/shop', arn: 'arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/shop' },
  ]);
  await server.close();
});

test('eks asks the cluster for its name with the credentials of the pod', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'radiograph-'));
  writeFileSync(join(folder, 'token'), 'secret\n');
  writeFileSync(join(folder, 'ca.crt'), '');
  const server = await serve((request, response) => {
    const allowed =
      request.headers.authorization === 'Bearer secret' &&
      request.url?.endsWith('/amazon-cloudwatch/configmaps/cluster-info');
    response.writeHead(allowed ? 200 : 403).end(JSON.stringify({ data: { 'cluster.name': 'prod' } }));
  });
  const options = { endpoint: server.url, credentialsFolder: folder };
  expect(await eks(options).load()).toMatchObject({
    eks: { cluster_name: 'prod', pod: hostname() },
    cloudwatch_logs: [{ log_group: '/aws/containerinsights/prod/application' }],
  });
  writeFileSync(join(folder, 'token'), 'wrong');
  expect((await eks(options).load())?.eks).not.toHaveProperty('cluster_name');
  await server.close();
});

test('beanstalk reads its environment', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'radiograph-')), 'environment.conf');
  writeFileSync(
    path,
    JSON.stringify({ environment_name: 'shop-prod', version_label: 'v7', deployment_id: 32, other: {} }),
  );
  expect(await beanstalk({ path }).load()).toEqual({
    elastic_beanstalk: { environment_name: 'shop-prod', version_label: 'v7', deployment_id: 32 },
  });
});

const fake = (origin: string, specificity: number, found: object | undefined): Plugin => ({
  name: origin,
  origin,
  specificity,
  load: async () => found as never,
});

test('what plugins find is in segments begun later, with the origin of the most specific; those that fail change nothing', async () => {
  const failing: Plugin = {
    name: 'broken',
    origin: 'never',
    specificity: 9,
    load: () => Promise.reject(new Error('not here')),
  };
  const absent = fake('absent', 8, undefined);
  const { recorder, traces } = record({
    plugins: [
      fake('AWS::ECS::Container', 2, { ecs: { container: 'c' } }),
      failing,
      fake('AWS::EC2::Instance', 1, { ec2: { instance_id: 'i' } }),
      absent,
    ],
  });
  await new Promise((loaded) => setImmediate(loaded));
  recorder.segment('shop', () => {});
  expect(only(traces)).toMatchObject({
    origin: 'AWS::ECS::Container',
    aws: { ecs: { container: 'c' }, ec2: { instance_id: 'i' }, xray: { sdk: 'Radiograph for Node.js' } },
  });
});

test('a plugin that takes long delays nothing', async () => {
  let found: (block: object) => void = () => {};
  const slow: Plugin = {
    name: 'slow',
    origin: 'late',
    specificity: 1,
    load: () =>
      new Promise((resolve) => {
        found = resolve as never;
      }),
  };
  const { recorder, traces } = record({ plugins: [slow] });
  recorder.segment('before', () => {});
  found({ account_id: '1' });
  await until(
    () =>
      recorder.segment(
        'after',
        () => (traces.documents.at(-1) as SegmentDocument | undefined)?.origin === 'late',
      ),
    () => 'the plugin was not heard',
  );
  expect((traces.documents[0] as SegmentDocument).origin).toBeUndefined();
});

test('an origin given by hand stays', async () => {
  const { recorder, traces } = record({
    origin: 'mine',
    plugins: [fake('AWS::EC2::Instance', 1, { ec2: {} })],
  });
  await new Promise((loaded) => setImmediate(loaded));
  recorder.segment('shop', () => {});
  expect(only(traces)).toMatchObject({ origin: 'mine', aws: { ec2: {} } });
});
