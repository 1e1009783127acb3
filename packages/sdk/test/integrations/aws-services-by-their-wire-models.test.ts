import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aws, traceHeaderOf } from '../../src/integrations/aws/index.js';
import { captureHttp } from '../../src/integrations/http/index.js';
import { find, only, record } from '../recording.js';
import { awsConfig, type ModelAnswer, serveWireModel, type WireModel } from '../rig/wire-model.js';

let model: WireModel;
let model2: WireModel;
const open: { destroy(): void }[] = [];

beforeAll(async () => {
  captureHttp();
  model = await serveWireModel();
  model2 = await serveWireModel('http2');
});
afterEach(() => {
  for (const client of open.splice(0)) client.destroy();
});
afterAll(() => Promise.all([model.close(), model2.close()]));

type Client = { destroy(): void; send(command: never): Promise<unknown> };
type Make = (config: ReturnType<typeof awsConfig>) => Client;

const account = '123456789012';
const services: [name: string, make: Make, command: object, answer: ModelAnswer, aws: object][] = [
  [
    'Lambda',
    (config) => aws(new LambdaClient(config)),
    new InvokeCommand({ FunctionName: 'price', Payload: Buffer.from('{"secret":1}') }),
    { headers: { 'x-amz-executed-version': '3', 'x-amz-function-error': 'Unhandled' } },
    {
      operation: 'Invoke',
      function_name: 'price',
      function_error: 'Unhandled',
      executed_version: '3',
      status_code: 200,
    },
  ],
  [
    'SFN',
    (config) => aws(new SFNClient(config)),
    new StartExecutionCommand({
      stateMachineArn: `arn:aws:states:eu-central-1:${account}:stateMachine:order`,
      input: '{"secret":1}',
    }),
    { body: JSON.stringify({ executionArn: 'arn:e', startDate: 1 }) },
    {
      operation: 'StartExecution',
      state_machine_arn: `arn:aws:states:eu-central-1:${account}:stateMachine:order`,
      account_id: account,
      execution_arn: 'arn:e',
    },
  ],
  [
    'EventBridge',
    (config) => aws(new EventBridgeClient(config)),
    new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'order', Detail: '{"secret":1}' }] }),
    { body: JSON.stringify({ FailedEntryCount: 1, Entries: [] }) },
    { operation: 'PutEvents', event_count: 1, failed_count: 1 },
  ],
  [
    'Kinesis',
    (config) => aws(new KinesisClient(config)),
    new PutRecordsCommand({
      StreamName: 'clicks',
      Records: [{ Data: Buffer.from('secret'), PartitionKey: 'a' }],
    }),
    { body: JSON.stringify({ FailedRecordCount: 0, Records: [] }) },
    { operation: 'PutRecords', stream_name: 'clicks', record_count: 1, failed_count: 0 },
  ],
  [
    'Secrets Manager',
    (config) => aws(new SecretsManagerClient(config)),
    new GetSecretValueCommand({ SecretId: 'db/password' }),
    { body: JSON.stringify({ Name: 'db/password', SecretString: 'secret', VersionId: 'v1' }) },
    { operation: 'GetSecretValue', secret_id: 'db/password', version_id: 'v1' },
  ],
  [
    'SSM',
    (config) => aws(new SSMClient(config)),
    new GetParametersCommand({ Names: ['a', 'b'], WithDecryption: true }),
    { body: JSON.stringify({ Parameters: [{ Name: 'a', Value: 'secret' }], InvalidParameters: ['b'] }) },
    { operation: 'GetParameters', parameter_count: 2, with_decryption: true, invalid_count: 1 },
  ],
  [
    'Bedrock Runtime',
    (config) => aws(new BedrockRuntimeClient(config)),
    new InvokeModelCommand({ modelId: 'anthropic.claude', body: '{"prompt":"secret"}' }),
    { headers: { 'content-type': 'application/json' }, body: '{"completion":"secret"}' },
    { operation: 'InvokeModel', model_id: 'anthropic.claude' },
  ],
  [
    'Bedrock Runtime',
    (config) => aws(new BedrockRuntimeClient(config)),
    new ConverseCommand({
      modelId: 'anthropic.claude',
      messages: [{ role: 'user', content: [{ text: 'secret' }] }],
    }),
    {
      body: JSON.stringify({
        output: { message: { role: 'assistant', content: [{ text: 'secret' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
        metrics: { latencyMs: 5 },
      }),
    },
    {
      operation: 'Converse',
      model_id: 'anthropic.claude',
      message_count: 1,
      stop_reason: 'end_turn',
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 5 },
    },
  ],
  [
    'SageMaker Runtime',
    (config) => aws(new SageMakerRuntimeClient(config)),
    new InvokeEndpointCommand({ EndpointName: 'scores', Body: 'secret' }),
    { headers: { 'x-amzn-invoked-production-variant': 'blue' }, body: 'secret' },
    { operation: 'InvokeEndpoint', endpoint_name: 'scores', invoked_production_variant: 'blue' },
  ],
  [
    'SNS',
    (config) => aws(new SNSClient(config)),
    new PublishBatchCommand({
      TopicArn: `arn:aws:sns:eu-central-1:${account}:orders`,
      PublishBatchRequestEntries: [{ Id: '1', Message: 'secret' }],
    }),
    {
      headers: { 'content-type': 'text/xml' },
      body: '<PublishBatchResponse><PublishBatchResult><Successful><member><Id>1</Id></member></Successful></PublishBatchResult><ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata></PublishBatchResponse>',
    },
    {
      operation: 'PublishBatch',
      topic_arn: `arn:aws:sns:eu-central-1:${account}:orders`,
      account_id: account,
      message_count: 1,
      successful_count: 1,
    },
  ],
  [
    'SQS',
    (config) => aws(new SQSClient({ ...config, useQueueUrlAsEndpoint: false })),
    new SendMessageBatchCommand({
      QueueUrl: `https://sqs.eu-central-1.amazonaws.com/${account}/orders`,
      Entries: [{ Id: '1', MessageBody: 'secret' }],
    }),
    { body: JSON.stringify({ Successful: [], Failed: [{ Id: '1', Code: 'x', SenderFault: true }] }) },
    {
      operation: 'SendMessageBatch',
      queue_url: `https://sqs.eu-central-1.amazonaws.com/${account}/orders`,
      account_id: account,
      message_count: 1,
      failed_count: 1,
      successful_count: 0,
    },
  ],
];

test.each(services)(
  '%s: what its table names is recorded, contents are not, and the header is on the wire',
  async (name, make, command, answer, block) => {
    const wire = ['Kinesis', 'Bedrock Runtime'].includes(name) ? model2 : model;
    wire.answer(answer);
    const config = awsConfig(wire.url);
    const client = make(config);
    open.push(client);
    const { recorder, traces } = record();
    await recorder.segment('shop', () => client.send(command as never));
    const call = find(only(traces), name);
    expect(call.aws).toEqual({ region: 'eu-central-1', request_id: 'request-1', retries: 0, ...block });
    expect(call.subsegments).toBeUndefined();
    expect(JSON.stringify(call)).not.toContain('secret"');
    expect(wire.seen[0]?.headers['x-amzn-trace-id']).toBe(
      `Root=${only(traces).trace_id};Parent=${call.id};Sampled=1`,
    );
    expect(wire.seen[0]?.headers.authorization).not.toContain('x-amzn-trace-id');
  },
);

test('messages of SQS, events and executions carry the header; one that is there already, and the input itself, stay as they are', async () => {
  const sqs = aws(new SQSClient({ ...awsConfig(model.url), useQueueUrlAsEndpoint: false }));
  const events = aws(new EventBridgeClient(awsConfig(model.url)));
  const steps = aws(new SFNClient(awsConfig(model.url)));
  open.push(sqs, events, steps);
  model.answer({});
  const { recorder, traces } = record();
  const QueueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/orders';
  const own = { AWSTraceHeader: { DataType: 'String' as const, StringValue: 'Root=1-own' } };
  const single = { QueueUrl, MessageBody: 'hi' };
  const batch = {
    QueueUrl,
    Entries: [
      { Id: '1', MessageBody: 'a' },
      { Id: '2', MessageBody: 'b', MessageSystemAttributes: own },
    ],
  };
  await recorder.segment('shop', async () => {
    model.answer({ body: '{"MD5OfMessageBody":"49f68a5c8493ec2c0bf489821c21fc3b","MessageId":"m"}' });
    await sqs.send(new SendMessageCommand(single));
    const sent = JSON.parse(model.seen[0]?.body ?? '');
    expect(sent.MessageSystemAttributes.AWSTraceHeader.StringValue).toBe(
      model.seen[0]?.headers['x-amzn-trace-id'],
    );
    model.answer({ body: '{"Successful":[],"Failed":[]}' });
    await sqs.send(new SendMessageBatchCommand(batch));
    const [first, second] = JSON.parse(model.seen[0]?.body ?? '').Entries;
    expect(first.MessageSystemAttributes.AWSTraceHeader.StringValue).toBe(
      model.seen[0]?.headers['x-amzn-trace-id'],
    );
    expect(second.MessageSystemAttributes).toEqual(own);
    model.answer({ body: '{"FailedEntryCount":0,"Entries":[]}' });
    await events.send(
      new PutEventsCommand({ Entries: [{ Source: 's' }, { Source: 't', TraceHeader: 'own' }] }),
    );
    const { Entries } = JSON.parse(model.seen[0]?.body ?? '');
    expect(Entries.map((entry: { TraceHeader: string }) => entry.TraceHeader)).toEqual([
      model.seen[0]?.headers['x-amzn-trace-id'],
      'own',
    ]);
    model.answer({ body: '{"executionArn":"a","startDate":1}' });
    await steps.send(new StartExecutionCommand({ stateMachineArn: 'arn' }));
    expect(JSON.parse(model.seen[0]?.body ?? '').traceHeader).toBe(model.seen[0]?.headers['x-amzn-trace-id']);
  });
  expect(single).toEqual({ QueueUrl, MessageBody: 'hi' });
  expect(batch.Entries[0]).toEqual({ Id: '1', MessageBody: 'a' });
  expect(only(traces).subsegments).toHaveLength(4);
});

test('a message of a request that is not sampled says so', async () => {
  const sqs = aws(new SQSClient({ ...awsConfig(model.url), useQueueUrlAsEndpoint: false }));
  open.push(sqs);
  model.answer({ body: '{"MD5OfMessageBody":"49f68a5c8493ec2c0bf489821c21fc3b","MessageId":"m"}' });
  const { recorder } = record({ sampling: 'none' });
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  await recorder.segment('shop', { header }, () =>
    sqs.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'hi' })),
  );
  expect(model.seen[0]?.headers['x-amzn-trace-id']).toBe(`${header};Sampled=0`);
  expect(model.seen[0]?.body).toContain(`${header};Sampled=0`);
});

test('M4: received messages tell the trace header that they came with', async () => {
  const sqs = aws(new SQSClient({ ...awsConfig(model.url), useQueueUrlAsEndpoint: false }));
  open.push(sqs);
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
  const message = { MessageId: '1', Body: 'hi', MD5OfBody: '49f68a5c8493ec2c0bf489821c21fc3b' };
  model.answer({
    body: JSON.stringify({
      Messages: [{ ...message, Attributes: { AWSTraceHeader: header } }, message],
    }),
  });
  const { recorder, traces } = record();
  const { Messages = [] } = await recorder.segment('worker', () =>
    sqs.send(new ReceiveMessageCommand({ QueueUrl: 'q', MessageSystemAttributeNames: ['AWSTraceHeader'] })),
  );
  expect(Messages.map(traceHeaderOf)).toEqual([header, undefined]);
  expect(traceHeaderOf({ attributes: { AWSTraceHeader: header } })).toBe(header);
  expect([undefined, null, 1, {}, { attributes: { AWSTraceHeader: 1 } }].map(traceHeaderOf)).toEqual(
    Array(5).fill(undefined),
  );
  expect(find(only(traces), 'SQS')).toMatchObject({
    aws: { message_count: 2 },
    links: [{ trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: '53995c3f42cd8ad8' }],
  });
  traces.clear();
  for (const message of Messages) recorder.segment('handle', { header: traceHeaderOf(message) }, () => {});
  expect(traces.documents[0]).toMatchObject({
    trace_id: '1-5759e988-bd862e3fe1be46a994272793',
    parent_id: '53995c3f42cd8ad8',
  });
});

test('K4: a 500 that is tried again with success is no fault, and one retry', async () => {
  const client = aws(new DynamoDBClient({ ...awsConfig(model.url), maxAttempts: 3 }), { attempts: true });
  open.push(client);
  model.answer({ status: 500, body: '{"__type":"InternalServerError"}' }, { body: '{"Item":{}}' });
  const { recorder, traces } = record();
  await recorder.segment('shop', () =>
    client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } })),
  );
  const call = find(only(traces), 'DynamoDB');
  expect(call).toMatchObject({ aws: { retries: 1 }, http: { response: { status: 200 } } });
  expect([call.fault, call.error]).toEqual([undefined, undefined]);
  expect(call.subsegments?.map(({ name, fault, http }) => [name, fault, http?.response?.status])).toEqual([
    ['attempt', true, 500],
    ['attempt', undefined, 200],
  ]);
  expect(new Set(model.seen.map(({ headers }) => headers['x-amzn-trace-id'])).size).toBe(1);
});

test.each([
  ['ProvisionedThroughputExceededException', 400, { error: true, throttle: true, fault: undefined }],
  ['Whatever', 429, { error: true, throttle: true, fault: undefined }],
  ['ValidationException', 400, { error: true, throttle: undefined, fault: undefined }],
  ['InternalServerError', 500, { error: undefined, throttle: undefined, fault: true }],
])('%s with status %i counts as it should', async (type, status, flags) => {
  const client = aws(new DynamoDBClient({ ...awsConfig(model.url), maxAttempts: 1 }));
  open.push(client);
  model.answer({ status, body: JSON.stringify({ __type: type, message: 'no' }) });
  const { recorder, traces } = record();
  await recorder.segment('shop', () =>
    client.send(new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } })).catch(() => {}),
  );
  const { error, throttle, fault, cause } = find(only(traces), 'DynamoDB');
  expect({ error, throttle, fault }).toEqual(flags);
  expect(cause).toMatchObject({ exceptions: [{ remote: true }] });
});

test('K3: a connection that is cut is a fault, with each attempt by option', async () => {
  const client = aws(new DynamoDBClient({ ...awsConfig(model.url), maxAttempts: 2 }), { attempts: true });
  open.push(client);
  model.answer({ destroy: true });
  const { recorder, traces } = record();
  const command = new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } });
  await recorder.segment('shop', () => expect(client.send(command)).rejects.toThrow());
  const call = find(only(traces), 'DynamoDB');
  expect(call).toMatchObject({ fault: true, aws: { retries: 1 } });
  expect(call.subsegments?.map(({ name, fault, end_time }) => [name, fault, end_time !== undefined])).toEqual(
    [
      ['attempt', true, true],
      ['attempt', true, true],
    ],
  );
});
