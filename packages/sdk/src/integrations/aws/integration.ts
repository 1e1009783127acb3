import type { Integration } from '../integration.js';

const client = (name: string, real: string): Integration['libraries'][number] => ({
  name: `@aws-sdk/${name}`,
  versions: '>=3.300',
  tested: ['3.1164.0'],
  real,
});

/** What docs/integrations.md says of the AWS SDK. */
export const integration: Integration = {
  subpath: 'aws',
  libraries: [
    client('client-dynamodb', 'dynalite'),
    client('lib-dynamodb', 'dynalite'),
    client('client-s3', 's3rver'),
    client('client-sqs', 'fauxqs on Node 24; wire model'),
    client('client-sns', 'fauxqs on Node 24; wire model'),
    client('client-lambda', 'wire model'),
    client('client-sfn', 'wire model'),
    client('client-eventbridge', 'wire model'),
    { ...client('client-kinesis', 'wire model'), tested: ['3.1143.0'] },
    client('client-secrets-manager', 'wire model'),
    client('client-ssm', 'wire model'),
    client('client-bedrock-runtime', 'wire model'),
    client('client-sagemaker-runtime', 'wire model'),
  ],
  hook: '`aws(client)` adds middleware to `client.middlewareStack`',
  records: [
    'service, operation, region, account where a name tells it',
    'request ids, status, retries',
    'parameters and counts of its table of operations, never keys, bodies, items or secrets',
    'throttling by status or code; a refusal (4xx) is an error, not a fault',
    'links from `ReceiveMessage` to the traces of the messages that bear one',
  ],
  options: [
    {
      name: 'parameters',
      values: '{ [service]: { [operation]: { request, response } } }',
      default: 'none',
      meaning: 'more members of inputs and outputs to record',
    },
    {
      name: 'builtInParameters',
      values: 'boolean',
      default: 'true',
      meaning: 'whether the built-in table is used',
    },
    { name: 'attempts', values: 'boolean', default: 'false', meaning: 'a subsegment for each attempt' },
    {
      name: 'propagate',
      values: 'boolean',
      default: 'true',
      meaning: 'messages, events and executions carry the trace header',
    },
    { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'where problems are told' },
  ],
  notes: [
    'The header on the wire is `X-Amzn-Trace-Id`, which AWS’s signatures leave out. SQS gets it as `AWSTraceHeader` too, EventBridge as `TraceHeader`, Step Functions as `traceHeader`.',
    'URLs that are only signed (presigned) are no calls.',
  ],
};
