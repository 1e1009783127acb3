import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, expect, test } from 'vitest';
import { aws } from '../../src/integrations/aws/index.js';
import { captureHttp } from '../../src/integrations/http/index.js';
import { only, record } from '../recording.js';
import { startFauxqs } from '../rig/fauxqs.js';
import { tryToHave } from '../rig/missing.js';
import { awsConfig } from '../rig/wire-model.js';

const server = await tryToHave('fauxqs', startFauxqs);
const it = test.skipIf('missing' in server);
const endpoint = `http://127.0.0.1:${'had' in server ? server.had.port : 0}`;
const sqs = aws(new SQSClient(awsConfig(endpoint)));
const sns = aws(new SNSClient(awsConfig(endpoint)));
captureHttp();

afterAll(async () => {
  sqs.destroy();
  sns.destroy();
  if ('had' in server) await server.had.stop();
});

it('messages go from a topic and from the application through a queue, and every call is recorded with its resource', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'orders' }));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'orders' }));
  const Endpoint = 'arn:aws:sqs:eu-central-1:000000000000:orders';
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  const { recorder, traces } = record();
  const bodies: (string | undefined)[] = [];
  await recorder.segment('shop', async () => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'secret one' }));
    await sqs.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'secret two' }] }),
    );
    await sns.send(new PublishCommand({ TopicArn, Message: 'secret three' }));
    while (bodies.length < 3) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body, ReceiptHandle } of Messages) {
        bodies.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  });
  expect(bodies.slice(0, 2).sort()).toEqual(['secret one', 'secret two']);
  expect(bodies[2]).toContain('secret three');
  const calls = only(traces).subsegments ?? [];
  expect(
    calls
      .slice(0, 3)
      .map(({ name, aws, http }) => [
        name,
        aws?.operation,
        aws?.queue_url ?? aws?.topic_arn,
        http?.response?.status,
      ]),
  ).toEqual([
    ['SQS', 'SendMessage', QueueUrl, 200],
    ['SQS', 'SendMessageBatch', QueueUrl, 200],
    ['SNS', 'Publish', TopicArn, 200],
  ]);
  expect(calls[1]?.aws).toMatchObject({ message_count: 1, successful_count: 1 });
  expect(calls.filter(({ aws }) => aws?.operation === 'DeleteMessage')).toHaveLength(3);
  for (const { aws, fault, error, subsegments } of calls) {
    expect(aws?.request_id).toEqual(expect.any(String));
    expect([fault, error, subsegments]).toEqual([undefined, undefined, undefined]);
  }
  expect(JSON.stringify(calls)).not.toContain('secret');
});

it('K1: a queue that is not there is an error and not a fault', async () => {
  const { recorder, traces } = record();
  const QueueUrl = `${endpoint}/000000000000/nowhere`;
  const command = new SendMessageCommand({ QueueUrl, MessageBody: 'x' });
  await recorder.segment('shop', () =>
    expect(sqs.send(command)).rejects.toMatchObject({ name: expect.stringContaining('QueueDoesNotExist') }),
  );
  const [subsegment] = only(traces).subsegments ?? [];
  expect(subsegment).toMatchObject({ error: true, aws: { account_id: '000000000000', queue_url: QueueUrl } });
  expect(subsegment?.fault).toBeUndefined();
});
