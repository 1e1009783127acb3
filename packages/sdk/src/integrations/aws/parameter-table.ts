import type { OperationParameters, Parameter, ParameterTable } from './parameter.js';

/*
 * What is recorded of which operation. It began as the list of AWS's SDK for Go, and has the operations that came since.
 * Left out on purpose, because they may hold what is nobody's business: keys of S3 objects, policies, attributes of queues,
 * bodies, items, values of secrets and parameters, prompts. Who wants them names them in `aws(client, { parameters })`.
 */

type Operations = Readonly<Record<string, OperationParameters>>;

const count = (field: string, as: string): Parameter => ({ field, take: 'count', as });
const keys = (field: string, as: string): Parameter => ({ field, take: 'keys', as });
const value = (field: string, as: string): Parameter => ({ field, as });

/** Several operations that have the same parameters. */
function each(names: string, parameters: OperationParameters): Operations {
  return Object.fromEntries(names.split(' ').map((name) => [name, parameters]));
}

const written: OperationParameters = {
  request: ['TableName'],
  response: ['ConsumedCapacity', 'ItemCollectionMetrics'],
};
const searched: readonly Parameter[] = [
  'AttributesToGet',
  'ConsistentRead',
  'IndexName',
  'Limit',
  'ProjectionExpression',
  'Select',
  'TableName',
];

const dynamoDb: Operations = {
  ...each('PutItem UpdateItem DeleteItem', written),
  ...each(
    'DeleteTable DescribeTable DescribeTimeToLive UpdateTimeToLive DescribeContinuousBackups TagResource UntagResource',
    { request: ['TableName'] },
  ),
  GetItem: {
    request: ['ConsistentRead', 'ProjectionExpression', 'TableName'],
    response: ['ConsumedCapacity'],
  },
  Query: {
    request: [...searched, 'ScanIndexForward'],
    response: ['ConsumedCapacity', 'Count', 'ScannedCount'],
  },
  Scan: {
    request: [...searched, 'Segment', 'TotalSegments'],
    response: ['ConsumedCapacity', 'Count', 'ScannedCount'],
  },
  BatchGetItem: { request: [keys('RequestItems', 'table_names')], response: ['ConsumedCapacity'] },
  BatchWriteItem: {
    request: [keys('RequestItems', 'table_names')],
    response: ['ConsumedCapacity', 'ItemCollectionMetrics'],
  },
  TransactGetItems: { request: [count('TransactItems', 'item_count')], response: ['ConsumedCapacity'] },
  TransactWriteItems: { request: [count('TransactItems', 'item_count')], response: ['ConsumedCapacity'] },
  BatchExecuteStatement: {
    request: [count('Statements', 'statement_count')],
    response: ['ConsumedCapacity'],
  },
  CreateTable: {
    request: [
      'BillingMode',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'ProvisionedThroughput',
      'TableName',
    ],
  },
  UpdateTable: {
    request: ['AttributeDefinitions', 'GlobalSecondaryIndexUpdates', 'ProvisionedThroughput', 'TableName'],
  },
  ListTables: {
    request: ['ExclusiveStartTableName', 'Limit'],
    response: [count('TableNames', 'table_count')],
  },
};

const bucket = value('Bucket', 'bucket_name');
const s3: Operations = {
  ...each(
    'CreateBucket DeleteBucket HeadBucket GetBucketLocation GetBucketTagging PutBucketTagging PutBucketLogging PutBucketPolicy GetBucketPolicy GetBucketVersioning PutBucketVersioning GetBucketLifecycleConfiguration PutBucketLifecycleConfiguration GetBucketNotificationConfiguration PutBucketNotificationConfiguration GetBucketEncryption PutBucketEncryption GetBucketCors PutBucketCors GetBucketAcl PutBucketAcl GetObjectAcl PutObjectAcl GetObjectTagging PutObjectTagging GetObjectAttributes RestoreObject SelectObjectContent AbortMultipartUpload CreateMultipartUpload CompleteMultipartUpload',
    { request: [bucket] },
  ),
  GetObject: { request: [bucket, 'VersionId'], response: ['DeleteMarker', 'PartsCount'] },
  HeadObject: { request: [bucket, 'VersionId'], response: ['DeleteMarker'] },
  PutObject: { request: [bucket, 'StorageClass'], response: ['VersionId'] },
  DeleteObject: { request: [bucket, 'VersionId'], response: ['DeleteMarker', 'VersionId'] },
  DeleteObjects: {
    request: [bucket],
    response: [count('Deleted', 'deleted_object_count'), count('Errors', 'error_count')],
  },
  CopyObject: { request: [bucket, 'StorageClass'], response: ['VersionId'] },
  UploadPart: { request: [bucket, 'PartNumber'] },
  UploadPartCopy: { request: [bucket, 'PartNumber'] },
  ListParts: { request: [bucket], response: [count('Parts', 'part_count')] },
  ListObjects: { request: [bucket, 'MaxKeys'], response: [count('Contents', 'object_count')] },
  ListObjectsV2: { request: [bucket, 'MaxKeys'], response: [value('KeyCount', 'object_count')] },
  ListObjectVersions: { request: [bucket, 'MaxKeys'], response: [count('Versions', 'version_count')] },
  ListMultipartUploads: { request: [bucket], response: [count('Uploads', 'upload_count')] },
  ListBuckets: { response: [count('Buckets', 'bucket_count')] },
};

const batchOutcome: readonly Parameter[] = [
  count('Failed', 'failed_count'),
  count('Successful', 'successful_count'),
];
const sqs: Operations = {
  ...each(
    'AddPermission RemovePermission PurgeQueue DeleteQueue DeleteMessage GetQueueAttributes ListQueueTags TagQueue UntagQueue',
    { request: ['QueueUrl'] },
  ),
  ...each('DeleteMessageBatch ChangeMessageVisibilityBatch', {
    request: ['QueueUrl', count('Entries', 'message_count')],
    response: batchOutcome,
  }),
  SendMessage: {
    request: ['DelaySeconds', 'QueueUrl', keys('MessageAttributes', 'message_attribute_names')],
    response: ['MessageId'],
  },
  SendMessageBatch: { request: ['QueueUrl', count('Entries', 'message_count')], response: batchOutcome },
  ReceiveMessage: {
    request: [
      'AttributeNames',
      'MaxNumberOfMessages',
      'MessageAttributeNames',
      'MessageSystemAttributeNames',
      'QueueUrl',
      'VisibilityTimeout',
      'WaitTimeSeconds',
    ],
    response: [count('Messages', 'message_count')],
  },
  ChangeMessageVisibility: { request: ['QueueUrl', 'VisibilityTimeout'] },
  CreateQueue: { request: ['QueueName'], response: ['QueueUrl'] },
  SetQueueAttributes: { request: ['QueueUrl', keys('Attributes', 'attribute_names')] },
  GetQueueUrl: { request: ['QueueName', 'QueueOwnerAWSAccountId'], response: ['QueueUrl'] },
  ListQueues: { request: ['QueueNamePrefix'], response: [count('QueueUrls', 'queue_count')] },
  ListDeadLetterSourceQueues: { request: ['QueueUrl'], response: [count('queueUrls', 'queue_count')] },
  StartMessageMoveTask: { request: ['SourceArn', 'DestinationArn'] },
};

const sns: Operations = {
  ...each('GetTopicAttributes SetTopicAttributes DeleteTopic Subscribe ConfirmSubscription', {
    request: ['TopicArn'],
  }),
  Publish: { request: ['TopicArn', 'TargetArn'], response: ['MessageId'] },
  PublishBatch: {
    request: ['TopicArn', count('PublishBatchRequestEntries', 'message_count')],
    response: batchOutcome,
  },
  CreateTopic: { request: ['Name'], response: ['TopicArn'] },
  ListTopics: { response: [count('Topics', 'topic_count')] },
  ListSubscriptionsByTopic: {
    request: ['TopicArn'],
    response: [count('Subscriptions', 'subscription_count')],
  },
};

const lambda: Operations = {
  ...each('GetFunction GetFunctionConfiguration DeleteFunction UpdateFunctionCode PublishVersion GetPolicy', {
    request: ['FunctionName', 'Qualifier'],
  }),
  Invoke: {
    request: ['FunctionName', 'InvocationType', 'LogType', 'Qualifier'],
    response: ['ExecutedVersion', 'FunctionError', 'StatusCode'],
  },
  InvokeWithResponseStream: {
    request: ['FunctionName', 'InvocationType', 'LogType', 'Qualifier'],
    response: ['ExecutedVersion', 'StatusCode'],
  },
  InvokeAsync: { request: ['FunctionName'], response: ['Status'] },
  ListFunctions: { response: [count('Functions', 'function_count')] },
};

const stepFunctions: Operations = {
  ...each('DescribeStateMachine DeleteStateMachine UpdateStateMachine ListExecutions', {
    request: ['stateMachineArn'],
  }),
  ...each('DescribeExecution StopExecution GetExecutionHistory RedriveExecution', {
    request: ['executionArn'],
  }),
  StartExecution: { request: ['stateMachineArn'], response: ['executionArn'] },
  StartSyncExecution: {
    request: ['stateMachineArn'],
    response: ['executionArn', 'status', 'billingDetails'],
  },
  GetActivityTask: { request: ['activityArn'] },
};

const eventBridge: Operations = {
  ...each('PutRule DeleteRule DescribeRule EnableRule DisableRule', { request: ['Name', 'EventBusName'] }),
  ...each('PutTargets RemoveTargets ListTargetsByRule', { request: ['Rule', 'EventBusName'] }),
  PutEvents: {
    request: [count('Entries', 'event_count'), 'EndpointId'],
    response: [value('FailedEntryCount', 'failed_count')],
  },
};

const kinesis: Operations = {
  ...each('DescribeStream DescribeStreamSummary CreateStream DeleteStream SplitShard MergeShards', {
    request: ['StreamName', 'StreamARN'],
  }),
  PutRecord: { request: ['StreamName', 'StreamARN'], response: ['ShardId', 'SequenceNumber'] },
  PutRecords: {
    request: ['StreamName', 'StreamARN', count('Records', 'record_count')],
    response: [value('FailedRecordCount', 'failed_count')],
  },
  GetRecords: {
    request: ['Limit', 'StreamARN'],
    response: [count('Records', 'record_count'), 'MillisBehindLatest'],
  },
  GetShardIterator: { request: ['StreamName', 'StreamARN', 'ShardId', 'ShardIteratorType'] },
  ListShards: { request: ['StreamName', 'StreamARN'], response: [count('Shards', 'shard_count')] },
};

const secretsManager: Operations = {
  ...each(
    'DescribeSecret PutSecretValue UpdateSecret DeleteSecret RestoreSecret RotateSecret ListSecretVersionIds',
    { request: ['SecretId'] },
  ),
  GetSecretValue: { request: ['SecretId', 'VersionStage'], response: ['VersionId'] },
  BatchGetSecretValue: {
    request: [count('SecretIdList', 'secret_count')],
    response: [count('Errors', 'error_count')],
  },
  CreateSecret: { request: ['Name'], response: [value('ARN', 'secret_arn')] },
};

const ssm: Operations = {
  ...each('DeleteParameter GetParameterHistory', { request: ['Name'] }),
  GetParameter: { request: ['Name', 'WithDecryption'] },
  GetParameters: {
    request: [count('Names', 'parameter_count'), 'WithDecryption'],
    response: [count('InvalidParameters', 'invalid_count')],
  },
  GetParametersByPath: {
    request: ['Path', 'Recursive', 'WithDecryption'],
    response: [count('Parameters', 'parameter_count')],
  },
  PutParameter: { request: ['Name', 'Type', 'Tier', 'Overwrite'], response: ['Version'] },
  SendCommand: { request: ['DocumentName', count('InstanceIds', 'instance_count')] },
};

const bedrockRuntime: Operations = {
  InvokeModel: { request: ['modelId', 'guardrailIdentifier'] },
  InvokeModelWithResponseStream: { request: ['modelId', 'guardrailIdentifier'] },
  Converse: {
    request: ['modelId', count('messages', 'message_count')],
    response: ['stopReason', 'usage', 'metrics'],
  },
  ConverseStream: { request: ['modelId', count('messages', 'message_count')] },
  ApplyGuardrail: {
    request: ['guardrailIdentifier', 'guardrailVersion', 'source'],
    response: ['action', 'usage'],
  },
  StartAsyncInvoke: { request: ['modelId'] },
};

const sageMakerRuntime: Operations = {
  ...each('InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream', {
    request: ['EndpointName', 'TargetModel', 'TargetVariant', 'InferenceComponentName'],
    response: ['InvokedProductionVariant'],
  }),
};

/** The parameters that are recorded without being asked for, by service id and operation. */
export const parameterTable: ParameterTable = {
  'Bedrock Runtime': bedrockRuntime,
  DynamoDB: dynamoDb,
  EventBridge: eventBridge,
  Kinesis: kinesis,
  Lambda: lambda,
  S3: s3,
  SFN: stepFunctions,
  SNS: sns,
  SQS: sqs,
  SSM: ssm,
  'SageMaker Runtime': sageMakerRuntime,
  'Secrets Manager': secretsManager,
};
