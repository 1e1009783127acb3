import { expect, it } from 'vitest';
import { captureMessage, isSampled, lambda, traceHeaderOf } from '../src/integrations/lambda/index.js';
import { find, record, type TestRecording } from './recording.js';

const SENDER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const SENT = { trace_id: '1-5759e988-bd862e3fe1be46a994272793', id: '53995c3f42cd8ad8' };
const facade = { xRayTraceId: SENDER.replaceAll('5', '6') };

/** The subsegment around a handler that gets an event and answers. */
async function around(event: unknown, answer: unknown = undefined, options = {}) {
  const { recorder, traces } = record();
  const handler = lambda(async (_event: unknown, _context: unknown) => answer, {
    recorder,
    name: 'handler',
    platformSegments: false,
    ...options,
  });
  await handler(event, facade);
  return traces.documents.at(-1);
}

const headers = {
  Host: 'shop.example.com',
  'X-Forwarded-For': '1.2.3.4, 5.6.7.8',
  'User-Agent': 'curl/8',
  'X-Forwarded-Proto': 'https',
};
const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

it.each([
  [
    'a REST API',
    { httpMethod: 'POST', path: '/orders', headers, requestContext: { identity: { sourceIp: '9.9.9.9' } } },
  ],
  [
    'an HTTP API',
    {
      version: '2.0',
      rawPath: '/orders',
      rawQueryString: 'a=1',
      headers: lower,
      requestContext: { http: { method: 'POST', path: '/orders', sourceIp: '9.9.9.9' } },
    },
  ],
  ['a load balancer', { httpMethod: 'POST', path: '/orders', headers: lower, requestContext: { elb: {} } }],
  [
    'a load balancer with lists of headers',
    {
      httpMethod: 'POST',
      path: '/orders',
      multiValueHeaders: Object.fromEntries(Object.entries(lower).map(([name, value]) => [name, [value]])),
      requestContext: { elb: {} },
    },
  ],
])('a request of %s is described, without its query', async (_what, event) => {
  const document = await around(event, { statusCode: 404, body: '' });
  expect(document).toMatchObject({
    error: true,
    http: {
      request: {
        method: 'POST',
        url: 'https://shop.example.com/orders',
        client_ip: '1.2.3.4',
        user_agent: 'curl/8',
        x_forwarded_for: true,
      },
      response: { status: 404 },
    },
  });
});

it('a function URL names its domain and client where headers do not; an answer without a status is 200', async () => {
  const event = {
    rawPath: '/',
    headers: {},
    requestContext: {
      domainName: 'abc.lambda-url.eu-central-1.on.aws',
      http: { method: 'GET', path: '/', sourceIp: '9.9.9.9' },
    },
  };
  const document = await around(event, 'hello');
  expect(document?.http).toEqual({
    request: { method: 'GET', url: 'https://abc.lambda-url.eu-central-1.on.aws/', client_ip: '9.9.9.9' },
    response: { status: 200 },
  });
});

it.each([
  undefined,
  null,
  'text',
  7,
  [],
  {},
  { httpMethod: 'GET' },
  { requestContext: null },
  { Records: 'no list' },
  { Records: [null, 1] },
])('the event %j describes and links nothing, and the handler gets it as it is', async (event) => {
  const document = await around(event);
  expect([document?.http, document?.links]).toEqual([undefined, undefined]);
});

it('http: false and links: false leave both out', async () => {
  const event = {
    httpMethod: 'GET',
    path: '/',
    requestContext: {},
    Records: [{ attributes: { AWSTraceHeader: SENDER } }],
  };
  const document = await around(event, undefined, { http: false, links: false });
  expect([document?.http, document?.links]).toEqual([undefined, undefined]);
});

it.each([
  ['SQS', { Records: [{ messageId: 'm', attributes: { AWSTraceHeader: SENDER } }, { attributes: {} }] }],
  [
    'SQS FIFO',
    {
      Records: [
        { attributes: { AWSTraceHeader: SENDER, MessageGroupId: 'g' } },
        { attributes: { AWSTraceHeader: SENDER } },
      ],
    },
  ],
  [
    'SNS',
    { Records: [{ Sns: { MessageAttributes: { AWSTraceHeader: { Type: 'String', Value: SENDER } } } }] },
  ],
  ['EventBridge', { 'detail-type': 'order', detail: {}, 'trace-header': SENDER }],
])('messages of %s are linked to the trace that sent them, once', async (_what, event) => {
  expect((await around(event))?.links).toEqual([SENT]);
});

it('M4: a message is sampled when its trace header says so', () => {
  const of = (AWSTraceHeader?: string) => ({
    attributes: AWSTraceHeader === undefined ? {} : { AWSTraceHeader },
  });
  expect([
    isSampled(of(SENDER)),
    isSampled(of(SENDER.replace('Sampled=1', 'Sampled=0'))),
    isSampled(of('Root=x')),
    isSampled(of()),
    isSampled({}),
  ]).toEqual([true, false, false, false, false]);
});

it('M2 M3: messages of a batch are subsegments of their own; those not sampled are kept out, and callees are told', async () => {
  const { recorder, traces } = record();
  const unsampled = SENDER.replace('Sampled=1', 'Sampled=0');
  const told: string[] = [];
  await recorder.segment('batch', async () => {
    for (const header of [SENDER, unsampled, SENDER, unsampled]) {
      const message = { messageId: 'm', attributes: { AWSTraceHeader: header } };
      await captureMessage(message, async (subsegment) => void told.push(subsegment.downstreamHeader()), {
        recorder,
      });
    }
  });
  expect(told.map((header) => header.slice(-1))).toEqual(['1', '0', '1', '0']);
  const [document] = traces.documents;
  expect(document?.subsegments?.map(({ name, links }) => [name, links])).toEqual([
    ['message', [SENT]],
    ['message', [SENT]],
  ]);
  expect(traceHeaderOf(undefined)).toBeUndefined();
});

it('a user that cannot be told of costs no invocation; with segments of our own it is their user too', async () => {
  const failing = await around({}, undefined, {
    user: () => {
      throw new Error('no');
    },
  });
  expect(failing?.annotations).toBeUndefined();
  const { recorder, traces } = record();
  await lambda(async (_event: unknown, _context: unknown) => {}, {
    recorder,
    name: 'handler',
    platformSegments: true,
    user: () => 'al',
  })({}, { functionName: 'f', ...facade });
  const own = ofOrigin(traces, 'AWS::Lambda::Function');
  expect(own).toMatchObject({ name: 'f', user: 'al' });
  expect(find(own as never, 'handler').annotations).toEqual({ User: 'al' });
  expect(ofOrigin(traces, 'AWS::Lambda')?.id).toBe((own as { parent_id?: string }).parent_id);
});

it('a disabled SDK hands every argument on and records nothing', () => {
  const { recorder, traces } = record({}, { AWS_XRAY_SDK_DISABLED: 'true' });
  const handler = lambda((...args: unknown[]) => args, { recorder });
  expect(handler(1, 2, 3)).toEqual([1, 2, 3]);
  expect(traces.documents).toEqual([]);
});

it('a wrapped handler keeps its name, its number of parameters and its marks', () => {
  const mark = Symbol.for('aws.lambda.runtime.handler.streaming');
  const plain = Object.assign(function main(_event: unknown, _context: unknown, _callback: unknown) {}, {
    [mark]: 'response',
  });
  const wrapped = lambda(plain);
  expect([wrapped.name, wrapped.length, (wrapped as unknown as Record<symbol, unknown>)[mark]]).toEqual([
    'main',
    3,
    'response',
  ]);
});

function ofOrigin(traces: TestRecording['traces'], origin: string) {
  return traces.documents.find((document) => (document as { origin?: string }).origin === origin);
}
