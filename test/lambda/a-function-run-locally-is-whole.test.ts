import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { BatchGetTracesCommand, GetServiceGraphCommand, type Service } from '@aws-sdk/client-xray';
import type { TraceDocument } from '@radiograph/protocol';
import { Recorder } from '@radiograph/sdk';
import { aws } from '@radiograph/sdk/aws';
import { type LambdaFunction, startFunction } from '@radiograph/testkit/lambda';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../rig/eventually.js';
import { type InstalledSdk, installSdk } from '../rig/installed-sdk.js';
import { outline } from '../rig/lambda/lambda-rig.js';
import { startRadiograph } from '../rig/radiograph-process.js';
import { temporaryFolder } from '../rig/temporary-folder.js';

let project: InstalledSdk;
beforeAll(async () => {
  project = await installSdk();
  project.write({
    'index.mjs': `
import * as xray from '@radiograph/sdk';
import { lambda } from '@radiograph/sdk/lambda';
export const main = lambda(async (event) => xray.capture('work', async () => event.name), { name: 'handler' });
`,
  });
}, 120_000);
afterAll(() => project?.remove());

/** What an emulator does: it hands the caller's request on, with the caller's trace header as it came. */
async function emulate(running: LambdaFunction): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const trace = request.headers['x-amzn-trace-id'];
    const outcome = await running.invoke({ event: JSON.parse(body), trace: String(trace) });
    response.setHeader('content-type', 'application/json');
    response.end(outcome.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('E8: a function in an emulator is two nodes on the map, called by the shop, and its trace is complete', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const running = await startFunction({
    folder: project.folder,
    handler: 'index.main',
    daemonAddress: radiograph.daemonAddress,
    env: { AWS_SAM_LOCAL: 'true' },
  });
  onTestFinished(() => running.stop());
  const recorder = new Recorder({ sampling: 'all', daemonAddress: radiograph.daemonAddress }, {});
  const client = aws(
    new LambdaClient({
      endpoint: await emulate(running),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    }),
  );
  const traceId = await recorder.segment('shop', async (segment) => {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: 'f', Payload: '{"name":"al"}' }));
    expect(Buffer.from(Payload ?? []).toString()).toBe('"al"');
    return segment.traceId;
  });
  await recorder.shutdown();

  const services = await eventually(async () => {
    const { Services = [] } = await radiograph.client.send(
      new GetServiceGraphCommand({ StartTime: new Date(Date.now() - 300_000), EndTime: new Date() }),
    );
    expect(Services.map(nameAndType)).toHaveLength(4);
    return Services;
  });
  expect(services.map(nameAndType).sort()).toEqual([
    'f (AWS::Lambda)',
    'f (AWS::Lambda::Function)',
    'shop (client)',
    'shop (undefined)',
  ]);
  const calls = services.flatMap((service) =>
    (service.Edges ?? []).map(({ ReferenceId }) => [
      nameAndType(service),
      nameAndType(byId(services, ReferenceId)),
    ]),
  );
  expect(calls.sort()).toEqual([
    ['f (AWS::Lambda)', 'f (AWS::Lambda::Function)'],
    ['shop (client)', 'shop (undefined)'],
    ['shop (undefined)', 'f (AWS::Lambda)'],
  ]);

  const { Traces = [] } = await radiograph.client.send(new BatchGetTracesCommand({ TraceIds: [traceId] }));
  const documents = (Traces[0]?.Segments ?? []).map(
    ({ Document }) => JSON.parse(Document ?? '') as TraceDocument,
  );
  const places = outline(documents).map((entity) => [entity.name, entity.in, entity['origin']]);
  expect(places.sort()).toEqual([
    ['Lambda', 'shop', undefined],
    ['f', 'Lambda', 'AWS::Lambda'],
    ['f', 'f', 'AWS::Lambda::Function'],
    ['handler', 'f', undefined],
    ['shop', undefined, undefined],
    ['work', 'handler', undefined],
  ]);
  expect(documents.every((document) => document.end_time !== undefined)).toBe(true);
});

function nameAndType({ Name, Type }: Service): string {
  return `${Name} (${Type})`;
}

function byId(services: readonly Service[], id: number | undefined): Service {
  return services.find(({ ReferenceId }) => ReferenceId === id) ?? {};
}
