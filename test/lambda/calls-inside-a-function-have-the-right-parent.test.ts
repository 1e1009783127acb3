import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { outline, runFunction, TRACE, TRACE_ID } from '../rig/lambda/lambda-rig.js';

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.lend('@aws-sdk/client-dynamodb');
  project.write({
    'index.mjs': `
import { get } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { aws } from '@radiograph/sdk/aws';
import { captureFetch } from '@radiograph/sdk/fetch';
import { captureHttp } from '@radiograph/sdk/http';
import { lambda } from '@radiograph/sdk/lambda';

captureFetch();
captureHttp();
const dynamo = aws(new DynamoDBClient({
  endpoint: process.env.OTHER, region: 'eu-central-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
}));
const work = async () => {
  await (await fetch(process.env.OTHER + '/by-fetch')).text();
  await new Promise((done) => get(process.env.OTHER + '/by-http', (response) => response.resume().once('end', done)));
  await dynamo.send(new GetItemCommand({ TableName: 'carts', Key: { id: { S: '1' } } }));
};
export const main = lambda(work, { name: 'handler' });
export const plain = work;
`,
  });
}, 120_000);
afterAll(() => project?.remove());

/** A server that other services are played by; it keeps what it was asked with. */
async function serveOthers(): Promise<{ url: string; seen: Map<string, IncomingHttpHeaders> }> {
  const seen = new Map<string, IncomingHttpHeaders>();
  const server = createServer((request, response) => {
    seen.set(request.url ?? '', request.headersDistinct as IncomingHttpHeaders);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    request.resume().once('end', () => response.end('{}'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

it.each([
  ['main', 'handler', 4],
  ['plain', 'facade', 3],
])('%s: calls by fetch, node:http and the AWS SDK', async (name, parent, count) => {
  const { url, seen } = await serveOthers();
  const running = await runFunction(project, `index.${name}`, {
    env: { OTHER: url, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const { kind, body } = await running.invoke({ event: {}, trace: TRACE });
  expect([kind, body]).toEqual(['response', 'null']);
  const documents = await running.daemon.received(count);
  expect(documents.length).toBe(count);
  const host = new URL(url).host;
  expect(outline(documents).slice(0, 3)).toMatchObject([
    { name: host, in: parent, namespace: 'remote' },
    { name: host, in: parent, namespace: 'remote' },
    { name: 'DynamoDB', in: parent, namespace: 'aws' },
  ]);
  // Each callee got one header, which names the call itself: not Lambda's segment, which the AWS SDK would name.
  expect([...seen]).toHaveLength(3);
  for (const [at, headers] of [...seen.values()].entries())
    expect(headers['x-amzn-trace-id']).toEqual([`Root=${TRACE_ID};Parent=${documents[at]?.id};Sampled=1`]);
});
