import type { AwsBlock } from '@radiograph/protocol';

/** What an AWS SDK call went to: a service type, and the resource's name where it is one resource. */
export interface AwsResource {
  readonly type: string;
  readonly name?: string;
}

interface ServiceRule {
  /** The service's name as X-Ray writes it after `AWS::`. */
  readonly service: string;
  /** The type of one resource of it. */
  readonly resource: string;
  /** The resources a call names; the rule holds when there is exactly one. */
  readonly names: (aws: AwsBlock) => readonly (string | undefined)[];
}

const DYNAMODB: ServiceRule = {
  service: 'DynamoDB',
  resource: 'AWS::DynamoDB::Table',
  names: (aws) => [aws.table_name, ...(aws.table_names ?? []), ...(aws.resource_names ?? [])],
};
const STEP_FUNCTIONS: ServiceRule = {
  service: 'StepFunctions',
  resource: 'AWS::StepFunctions::StateMachine',
  names: (aws) => [aws.state_machine_arn],
};

/** By the subsegment's name in lower case, letters and digits only, without a leading `aws` or `amazon`. */
const BY_WORD: ReadonlyMap<string, ServiceRule> = new Map([
  ['dynamodb', DYNAMODB],
  ['sqs', { service: 'SQS', resource: 'AWS::SQS::Queue', names: (aws) => [aws.queue_url] }],
  ['s3', { service: 'S3', resource: 'AWS::S3::Bucket', names: (aws) => [aws.bucket_name] }],
  ['sns', { service: 'SNS', resource: 'AWS::SNS', names: () => [] }],
  ['lambda', { service: 'Lambda', resource: 'AWS::Lambda', names: (aws) => [aws.function_name] }],
  ['kinesis', { service: 'Kinesis', resource: 'AWS::Kinesis::Stream', names: (aws) => [aws.stream_name] }],
  ['sfn', STEP_FUNCTIONS],
  ['states', STEP_FUNCTIONS],
  ['stepfunctions', STEP_FUNCTIONS],
]);

/** By the name as X-Ray writes it too: nearly all calls bear that, and it need not be taken apart. */
const RULES: ReadonlyMap<string, ServiceRule> = new Map([
  ...BY_WORD,
  ...[...BY_WORD.values()].map((rule) => [rule.service, rule] as const),
]);

/**
 * Tells what the subsegment of an AWS SDK call went to. Services are recognised by the subsegment's name in any case, as the SDKs
 * of several languages write it (`DynamoDB`, `dynamodb`, `AmazonDynamoDB`); an unknown one has the type `AWS::<name>`.
 */
export function awsResource(name: string, aws: AwsBlock | undefined): AwsResource {
  const rule = RULES.get(name) ?? RULES.get(serviceWord(name));
  if (rule === undefined) return { type: `AWS::${name}` };
  const resource = aws === undefined ? undefined : onlyOne(rule.names(aws));
  return resource === undefined ? { type: `AWS::${rule.service}` } : { type: rule.resource, name: resource };
}

/** The one name among these, however often; undefined where there are several, or none. */
function onlyOne(names: readonly (string | undefined)[]): string | undefined {
  let only: string | undefined;
  for (const name of names) {
    if (name === undefined || name === '' || name === only) continue;
    if (only !== undefined) return undefined;
    only = name;
  }
  return only;
}

function serviceWord(name: string): string {
  return name
    .toLowerCase()
    .replace(/^(aws|amazon)/, '')
    .replace(/[^a-z0-9]/g, '');
}
