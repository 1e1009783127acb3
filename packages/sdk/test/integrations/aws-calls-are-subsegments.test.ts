import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DynamoDB,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aws } from '../../src/integrations/aws/index.js';
import { captureHttp } from '../../src/integrations/http/index.js';
import { find, only, record } from '../recording.js';
import { awsConfig } from '../rig/wire-model.js';

let server: Server;
let endpoint: string;
let client: DynamoDBClient;
const TableName = 'carts';

beforeAll(async () => {
  captureHttp();
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = aws(new DynamoDBClient(awsConfig(endpoint)));
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});
afterAll(() => {
  client.destroy();
  server.close();
});

const item = (id: string): { id: { S: string } } => ({ id: { S: id } });

test('K1: a call has service, operation, region, table, request id and status, and no http call inside', async () => {
  const { recorder, traces } = record();
  const output = await recorder.segment('shop', () =>
    client.send(new PutItemCommand({ TableName, Item: item('secret-key'), ReturnConsumedCapacity: 'TOTAL' })),
  );
  const call = find(only(traces), 'DynamoDB');
  expect(call).toEqual({
    id: '0000000000000002',
    name: 'DynamoDB',
    namespace: 'aws',
    start_time: expect.any(Number),
    end_time: expect.any(Number),
    aws: {
      operation: 'PutItem',
      table_name: TableName,
      region: 'eu-central-1',
      request_id: output.$metadata.requestId,
      retries: 0,
      consumed_capacity: { CapacityUnits: 1, TableName },
    },
    http: { response: { status: 200, content_length: expect.any(Number) } },
  });
  expect(JSON.stringify(call)).not.toContain('secret-key');
});

test('K1: a refusal is an error and not a fault, with the exception; the caller gets it as without us', async () => {
  const bare = new DynamoDBClient(awsConfig(endpoint));
  const command = new GetItemCommand({ TableName: 'nowhere', Key: item('1') });
  const expected = await bare.send(command).catch((error) => error);
  bare.destroy();
  const { recorder, traces } = record();
  const error = await recorder.segment('shop', () => client.send(command).catch((error) => error));
  expect({ ...error, $metadata: 0, $response: 0 }).toEqual({ ...expected, $metadata: 0, $response: 0 });
  expect(error.constructor).toBe(expected.constructor);
  const call = find(only(traces), 'DynamoDB');
  expect(call).toMatchObject({
    error: true,
    http: { response: { status: 400 } },
    aws: { table_name: 'nowhere' },
  });
  expect(call.fault).toBeUndefined();
  expect(call.cause).toMatchObject({ exceptions: [{ type: 'ResourceNotFoundException', remote: true }] });
});

test('a call that is wrong before it is sent is a fault', async () => {
  const { recorder, traces } = record();
  const failing = aws(
    new DynamoDBClient({ ...awsConfig(endpoint), credentials: () => Promise.reject(new Error('no keys')) }),
  );
  await recorder.segment('shop', () =>
    expect(failing.send(new GetItemCommand({ TableName, Key: item('1') }))).rejects.toThrow('no keys'),
  );
  expect(find(only(traces), 'DynamoDB')).toMatchObject({ fault: true, aws: { operation: 'GetItem' } });
});

test('counts and names of keys are recorded, their values are not', async () => {
  const { recorder, traces } = record();
  await recorder.segment('shop', async () => {
    await client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [item('secret')] } } }));
    await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: 'secret' } },
      }),
    );
  });
  const [batch, query] = only(traces).subsegments ?? [];
  expect(batch?.aws).toMatchObject({ operation: 'BatchGetItem', table_names: [TableName] });
  expect(query?.aws).toMatchObject({ operation: 'Query', count: 0, scanned_count: 0 });
  expect(JSON.stringify([batch, query])).not.toContain('secret');
});

test('the document client, and clients with a method for each operation, are recorded once per call', async () => {
  const { recorder, traces } = record();
  const whole = aws(new DynamoDB(awsConfig(endpoint)));
  const documents = aws(DynamoDBDocumentClient.from(aws(whole)));
  await recorder.segment('shop', async () => {
    await documents.send(new PutCommand({ TableName, Item: { id: 'one', price: 3 } }));
    const { Item } = await documents.send(new GetCommand({ TableName, Key: { id: 'one' } }));
    expect(Item).toEqual({ id: 'one', price: 3 });
    await whole.listTables({});
  });
  whole.destroy();
  expect(
    only(traces).subsegments?.map(({ aws }) => [aws?.operation, aws?.table_name ?? aws?.['table_count']]),
  ).toEqual([
    ['PutItem', TableName],
    ['GetItem', TableName],
    ['ListTables', 1],
  ]);
});

test('K2: outside any segment, and in one that is not sampled, calls work and leave nothing', async () => {
  const { recorder, traces, logged } = record({ sampling: 'none' });
  const command = new GetItemCommand({ TableName, Key: item('none') });
  expect((await client.send(command)).Item).toBeUndefined();
  await recorder.segment('shop', () => client.send(command));
  expect(traces.documents).toEqual([]);
  expect(logged).toEqual([]);
});

test('what is no client is given back as it is, and one log line says so', () => {
  const { recorder, logged } = record();
  const old = { send: () => 1 };
  expect(aws(old as never, { recorder })).toBe(old);
  expect(logged).toEqual([expect.objectContaining({ code: 'sdk/left-out' })]);
});

test('an input that cannot be read does not disturb the call', async () => {
  const { recorder, traces, logged } = record();
  const strict = aws(new DynamoDBClient(awsConfig(endpoint)), {
    recorder,
    parameters: { DynamoDB: { GetItem: { request: ['Trap'] } } },
  });
  const input = Object.defineProperty({ TableName, Key: item('1') }, 'Trap', {
    get: () => {
      throw new Error('trap');
    },
  });
  await recorder.segment('shop', () => strict.send(new GetItemCommand(input)));
  strict.destroy();
  expect(find(only(traces), 'DynamoDB').http?.response?.status).toBe(200);
  expect(logged.map(({ code }) => code)).toEqual(['sdk/left-out']);
});
