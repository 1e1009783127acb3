import type { AwsBlock } from '@radiograph/protocol';
import { defined, type Sparse } from './defined.js';
import { rpcNames } from './rpc.js';
import type { Keys, SpanAttributes } from './span-attributes.js';

const OPERATION: Keys = ['aws.operation'];
const RPC: Keys = ['rpc.method', 'rpc.service'];
const TABLES: Keys = ['aws.dynamodb.table_names'];

/** Which attribute becomes which member; the first name that is set counts. */
const MEMBERS: readonly (readonly [member: keyof AwsBlock & string, keys: Keys])[] = [
  ['account_id', ['aws.account_id', 'aws.account.id']],
  ['region', ['aws.region', 'cloud.region']],
  ['request_id', ['aws.request_id', 'aws.requestId', 'aws.request.id']],
  ['queue_url', ['messaging.url', 'aws.queue_url', 'aws.queue.url', 'aws.sqs.queue.url']],
  ['table_name', ['aws.table_name', 'aws.table.name']],
  ['bucket_name', ['aws.s3.bucket']],
  ['function_name', ['aws.lambda.function.name', 'faas.invoked_name']],
  ['topic_arn', ['aws.sns.topic.arn']],
  ['stream_name', ['aws.kinesis.stream_name', 'aws.kinesis.stream.name']],
  ['state_machine_arn', ['aws.step_functions.state_machine.arn', 'aws.stepfunctions.state_machine.arn']],
];

/**
 * What a span says about the AWS resource it called; `undefined` where it says nothing. The operation is `rpc.method` only in calls
 * of an AWS SDK: other remote procedure calls have no part in an `aws` block.
 */
export function awsCallBlock(attributes: SpanAttributes, awsCall: boolean): AwsBlock | undefined {
  const block: Record<string, string | readonly string[]> = {};
  const operation = attributes.takeText(OPERATION) ?? (awsCall ? rpcNames(attributes).method : undefined);
  if (operation !== undefined) block['operation'] = operation;
  if (awsCall) attributes.take(RPC);
  for (const [member, keys] of MEMBERS) {
    const value = attributes.takeText(keys);
    if (value !== undefined) block[member] = value;
  }
  return defined<AwsBlock>({ ...block, ...tables(attributes) });
}

/** The semantic conventions' list wins over the single name: one table is `table_name`, several are `table_names`. */
function tables(attributes: SpanAttributes): Sparse<AwsBlock> {
  const names = attributes.takeTexts(TABLES);
  const [only] = names;
  if (only === undefined) return {};
  return names.length === 1 ? { table_name: only } : { table_name: undefined, table_names: names };
}
