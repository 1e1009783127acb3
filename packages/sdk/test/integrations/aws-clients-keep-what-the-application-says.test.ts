import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aws } from '../../src/integrations/aws/index.js';
import { captureHttp } from '../../src/integrations/http/index.js';
import { record } from '../recording.js';
import { awsConfig, serveWireModel, type WireModel } from '../rig/wire-model.js';

let model: WireModel;
const open: { destroy(): void }[] = [];

beforeAll(async () => {
  captureHttp();
  model = await serveWireModel();
});
afterEach(() => {
  for (const client of open.splice(0)) client.destroy();
});
afterAll(() => model.close());

test('a header that the application puts there itself is kept', async () => {
  const client = aws(new DynamoDBClient(awsConfig(model.url)));
  open.push(client);
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-amzn-TRACE-id'] = 'own';
      return next(args);
    },
    { step: 'serialize', priority: 'low', name: 'own' },
  );
  model.answer({});
  const { recorder } = record();
  await recorder.segment('shop', () =>
    client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } })),
  );
  expect(model.seen[0]?.headers['x-amzn-trace-id']).toBe('own');
});

test('users name more parameters, and may do without the built-in ones', async () => {
  const parameters = {
    DynamoDB: { GetItem: { request: [{ field: 'Key', take: 'keys' as const, as: 'key_names' }] } },
  };
  model.answer({});
  const { recorder, traces } = record();
  const command = new GetItemCommand({ TableName: 't', Key: { id: { S: 'secret' } } });
  for (const builtInParameters of [true, false]) {
    const client = aws(new DynamoDBClient(awsConfig(model.url)), { parameters, builtInParameters });
    open.push(client);
    await recorder.segment('shop', () => client.send(command));
  }
  const [both, own] = traces.documents.map((document) => document.subsegments?.[0]?.aws);
  expect(both).toMatchObject({ table_name: 't', key_names: ['id'] });
  expect(own).toMatchObject({ key_names: ['id'] });
  expect(own?.table_name).toBeUndefined();
});

test('500 calls at once in 500 segments do not mix', async () => {
  const client = aws(
    new DynamoDBClient({
      ...awsConfig(model.url),
      requestHandler: { httpsAgent: {}, httpAgent: { maxSockets: 100 } },
    }),
  );
  open.push(client);
  model.answer({});
  const { recorder, traces } = record();
  await Promise.all(
    Array.from({ length: 500 }, (_, i) =>
      recorder.segment(`s${i}`, async (segment) => {
        segment.annotate('n', i);
        await client.send(new GetItemCommand({ TableName: `table-${i}`, Key: { id: { S: 'x' } } }));
      }),
    ),
  );
  expect(traces.documents).toHaveLength(500);
  for (const document of traces.documents) {
    const tables = document.subsegments?.map(({ aws }) => aws?.table_name);
    expect(tables).toEqual([`table-${document.annotations?.['n']}`]);
  }
});
