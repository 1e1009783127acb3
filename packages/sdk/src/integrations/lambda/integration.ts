import type { Integration } from '../integration.js';

/** What docs/integrations.md says of AWS Lambda. */
export const integration: Integration = {
  subpath: 'lambda',
  libraries: [
    {
      name: 'aws-lambda-ric',
      versions: '>=3 <5',
      tested: ['3.3.0', '4.0.2'],
      real: "AWS's runtime client against a Runtime API of the tests",
    },
    { name: '@middy/core', versions: '>=5 <8', tested: ['6.4.5'], real: 'the library itself' },
  ],
  hook: "a wrapper around the handler, or a middleware of middy; without either, the invocation's trace header",
  records: [
    'a subsegment around the handler, with what it throws',
    'each subsegment on its own, as it closes, before the environment freezes',
    'the request and the status of API Gateway, load balancers and function URLs',
    'links to the traces that sent the messages',
    'the segments of Lambda itself where Lambda does not send them here',
  ],
  options: [
    {
      name: 'name',
      values: 'string',
      default: "the handler's",
      meaning: 'the name of the subsegment around the handler',
    },
    { name: 'coldStart', values: 'boolean', default: 'false', meaning: 'the annotation `ColdStart`' },
    { name: 'service', values: 'string', default: 'none', meaning: 'the annotation `Service`' },
    { name: 'user', values: 'a function of the event', default: 'none', meaning: 'the annotation `User`' },
    { name: 'http', values: 'boolean', default: 'true', meaning: 'whether requests are described' },
    {
      name: 'links',
      values: 'boolean',
      default: 'true',
      meaning: 'whether messages are linked to their senders',
    },
    {
      name: 'platformSegments',
      values: 'boolean',
      default: 'where none will come',
      meaning: "whether Lambda's own segments are sent too",
    },
    { name: 'flushTimeoutMs', values: 'number', default: '250', meaning: 'the longest wait for sending' },
    {
      name: 'deadlineMarginMs',
      values: 'number',
      default: '200',
      meaning: 'how long before the time limit what is open is shown',
    },
    { name: 'recorder', values: 'Recorder', default: 'the default one', meaning: 'records with this one' },
  ],
  notes: ['With middy, use `lambdaMiddleware()` first.'],
};
