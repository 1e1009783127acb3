import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
} from '@aws-sdk/client-xray';
import { Recorder } from '@radiograph/sdk';
import { handler } from '@radiograph/sdk/http';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

it('a request of an instrumented application is searched, read and drawn through the X-Ray API', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const recorder = new Recorder({
    service: 'shop',
    daemonAddress: radiograph.daemonAddress,
    sampling: 'all',
  });
  onTestFinished(() => recorder.shutdown());

  const server = createServer(
    handler(
      'shop',
      async (_request, response) => {
        await recorder.capture('load cart', async (subsegment) => {
          subsegment.annotate('gameId', '817DL6VO');
          subsegment.addMetadata('cart', { items: 3 }, 'shop');
        });
        await recorder
          .capture('users@db', { namespace: 'remote' }, async (subsegment) => {
            subsegment.setSql({ sanitized_query: 'SELECT 1', database_type: 'SQLite' });
            throw new RangeError('no such user');
          })
          .catch(() => undefined);
        response.writeHead(503).end();
      },
      { recorder },
    ),
  ).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  await fetch(`http://127.0.0.1:${port}/cart?id=7`, { headers: { 'user-agent': 'end-to-end' } });
  await recorder.flush();

  const range = { StartTime: new Date(Date.now() - 60_000), EndTime: new Date(Date.now() + 60_000) };
  const summary = await eventually(async () => {
    const FilterExpression =
      'fault AND annotation.gameId = "817DL6VO" AND service("shop") { http.status = 503 }';
    const { TraceSummaries = [] } = await radiograph.client.send(
      new GetTraceSummariesCommand({ ...range, FilterExpression }),
    );
    expect(TraceSummaries).toHaveLength(1);
    return TraceSummaries[0];
  });
  expect(summary).toMatchObject({
    HasFault: true,
    HasError: false,
    IsPartial: false,
    Http: { HttpStatus: 503, HttpMethod: 'GET', UserAgent: 'end-to-end' },
    Annotations: { gameId: [{ AnnotationValue: { StringValue: '817DL6VO' } }] },
    EntryPoint: { Name: 'shop' },
  });

  const { Traces = [] } = await radiograph.client.send(
    new BatchGetTracesCommand({ TraceIds: [summary?.Id ?? ''] }),
  );
  const documents = (Traces[0]?.Segments ?? []).map(({ Document }) => JSON.parse(Document ?? '{}'));
  expect(documents).toHaveLength(2);
  expect(documents[0]).toMatchObject({
    name: 'shop',
    http: { response: { status: 503 } },
    subsegments: [
      { name: 'load cart', annotations: { gameId: '817DL6VO' }, metadata: { shop: { cart: { items: 3 } } } },
      {
        name: 'users@db',
        fault: true,
        cause: { exceptions: [{ type: 'RangeError', message: 'no such user' }] },
      },
    ],
  });
  expect(documents[1]).toMatchObject({
    name: 'users@db',
    inferred: true,
    parent_id: documents[0].subsegments[1].id,
  });

  const { Services = [] } = await radiograph.client.send(new GetServiceGraphCommand(range));
  expect(Services.map(({ Name, Type }) => [Name, Type]).sort()).toEqual([
    ['shop', undefined],
    ['shop', 'client'],
    ['users@db', 'Database::SQL'],
  ]);
  const shop = Services.find(({ Name, Type }) => Name === 'shop' && Type === undefined);
  expect(shop).toMatchObject({
    Root: true,
    State: 'active',
    SummaryStatistics: { TotalCount: 1, FaultStatistics: { TotalCount: 1 } },
  });
});
