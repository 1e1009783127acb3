import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { operations } from '../src/xray/operations.js';
import { exchangeRaw, runningService } from './running-service.js';

const range = { StartTime: 1_700_000_000, EndTime: 1_700_000_060 };
const clientId = 'a'.repeat(24);
const report = { RuleName: 'Default', ClientID: clientId, Timestamp: 1, RequestCount: 1, SampledCount: 1 };

const wrong: readonly (readonly [path: string, body: unknown, message: RegExp])[] = [
  ['/TraceSegments', '{', /body is not JSON/],
  ['/TraceSegments', '', /TraceSegmentDocuments is missing; write a list/],
  ['/TraceSegments', '[]', /not a JSON object/],
  ['/TraceSegments', 'null', /not a JSON object/],
  ['/TraceSegments', Uint8Array.of(0x7b, 0xff, 0x7d), /not UTF-8/],
  ['/TraceSegments', { TraceSegmentDocuments: '{}' }, /TraceSegmentDocuments is "\{\}"; write a list/],
  ['/TraceSegments', { TraceSegmentDocuments: null }, /TraceSegmentDocuments is missing/],
  [
    '/TraceSegments',
    { TraceSegmentDocuments: ['{}', { id: 1 }] },
    /TraceSegmentDocuments\[1\] is an object; write each segment document as a string/,
  ],
  ['/TraceSummaries', {}, /StartTime is missing; write epoch seconds/],
  ['/TraceSummaries', { ...range, EndTime: 'tomorrow' }, /EndTime is "tomorrow"; write epoch seconds/],
  ['/TraceSummaries', { ...range, EndTime: true }, /EndTime is true; write epoch seconds/],
  ['/TraceSummaries', '{"StartTime":1,"EndTime":1e999}', /EndTime is null; write epoch seconds/],
  ['/TraceSummaries', { ...range, EndTime: 1_700_000_060_000 }, /looks like milliseconds; write seconds/],
  ['/TraceSummaries', { StartTime: 2, EndTime: 1 }, /EndTime \(1\) is before StartTime \(2\)/],
  [
    '/TraceSummaries',
    { ...range, TimeRangeType: 'Trace' },
    /TimeRangeType is "Trace"; write "TraceId", "Event" or "Service"/,
  ],
  [
    '/TraceSummaries',
    { ...range, SamplingStrategy: { Name: 'FixedRate', Value: 5 } },
    /SamplingStrategy.Value is 5; write the share/,
  ],
  ['/TraceSummaries', { ...range, NextToken: 'x' }, /oken/],
  ['/TraceSummaries', { ...range, FilterExpression: 'service(' }, /FilterExpression is not valid/],
  [
    '/TraceSummaries',
    { ...range, FilterExpression: `a${' '.repeat(10_000)}` },
    /has 10001 characters; write at most 10000/,
  ],
  ['/TraceSummaries', { ...range, FilterExpression: 7 }, /FilterExpression is 7; write a filter expression/],
  ['/Traces', {}, /TraceIds is missing; write a list of trace ids/],
  [
    '/Traces',
    { TraceIds: ['1-5759e988-bd862e3fe1be46a994272793', "'; DROP TABLE traces"] },
    /TraceIds\[1\] is "'; DROP/,
  ],
  ['/Traces', { TraceIds: [], NextToken: 'x' }, /NextToken is currently not supported/],
  ['/TraceGraph', { TraceIds: ['x'] }, /TraceIds\[0\] is "x"; write 1-</],
  ['/ServiceGraph', { ...range, GroupName: 'checkout' }, /There is no group "checkout"/],
  ['/ServiceGraph', { ...range, GroupARN: 'arn:aws:xray:x:1:group/checkout/1' }, /There is no group "arn:/],
  ['/ServiceGraph', { ...range, NextToken: 'x' }, /NextToken is "x"; leave it out/],
  ['/SamplingTargets', {}, /SamplingStatisticsDocuments is missing/],
  [
    '/SamplingTargets',
    { SamplingStatisticsDocuments: Array(26).fill(report) },
    /is a list of 26; write a list of at most 25/,
  ],
  [
    '/SamplingTargets',
    { SamplingStatisticsDocuments: [{ ...report, ClientID: 'me' }] },
    /\[0\].ClientID is "me"; write the 24 hex digits/,
  ],
  [
    '/SamplingTargets',
    { SamplingStatisticsDocuments: [{ ...report, RequestCount: -1 }] },
    /\[0\].RequestCount is -1/,
  ],
  [
    '/SamplingTargets',
    { SamplingStatisticsDocuments: [{ ...report, Timestamp: 'now' }] },
    /\[0\].Timestamp is "now"/,
  ],
  ['/TelemetryRecords', { TelemetryRecords: [{}] }, /TelemetryRecords\[0\].Timestamp is missing/],
  [
    '/TelemetryRecords',
    { TelemetryRecords: [], Hostname: 'x'.repeat(256) },
    /Hostname is ".*…; write at most 255 characters/,
  ],
];

test('a body, a member or a value that is wrong is refused by name, with what to write', async () => {
  const { post } = await runningService();
  for (const [path, body, message] of wrong) {
    const response = await post(path, body);
    const answer = await response.json();
    expect([path, response.status, answer.__type], answer.Message).toEqual([
      path,
      400,
      'InvalidRequestException',
    ]);
    expect(answer.Message).toMatch(message);
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidRequestException');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('an unknown path and a wrong method are refused in X-Ray’s shape', async () => {
  const { post, service } = await runningService();
  const unknown = await post('/NoSuchThing', {});
  expect([unknown.status, (await unknown.json()).__type]).toEqual([404, 'UnknownOperationException']);
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const response = await fetch(`${service.url}/TraceSegments`, { method });
    expect([method, response.status, (await response.json()).__type]).toEqual([
      method,
      405,
      'UnknownOperationException',
    ]);
    expect(response.headers.get('allow')).toContain('POST');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a body over the limit is refused by its length, while it is read, and while it is unpacked', async () => {
  const { post, service } = await runningService();
  const declared = await exchangeRaw(
    service,
    'POST /Traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n',
  );
  expect(declared).toMatch(/^HTTP\/1.1 413 [\s\S]*larger than 1048576 bytes/);
  const streamed = await fetch(`${service.url}/Traces`, {
    method: 'POST',
    body: new Blob([new Uint8Array(1_200_000)]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(streamed.status).toBe(413);
  const packed = await post('/Traces', gzipSync(Buffer.alloc(20 * 1024 * 1024)), {
    'content-encoding': 'gzip',
  });
  expect([packed.status, (await packed.json()).__type]).toEqual([413, 'InvalidRequestException']);
  const stillThere = await post('/GetSamplingRules', {});
  expect(stillThere.status).toBe(200);
});

test('gzip is understood, broken gzip and other encodings are refused', async () => {
  const { post } = await runningService();
  const gzip = { 'content-encoding': 'gzip' };
  expect((await post('/GetSamplingRules', gzipSync('{}'), gzip)).status).toBe(200);
  expect((await post('/GetSamplingRules', '{}', gzip)).status).toBe(400);
  expect((await post('/GetSamplingRules', gzipSync('{}').subarray(0, 8), gzip)).status).toBe(400);
  const brotli = await post('/GetSamplingRules', '{}', { 'content-encoding': 'br' });
  expect([brotli.status, (await brotli.json()).Message]).toEqual([415, expect.stringContaining('"br"')]);
});

test('what SDKs send beside the model is tolerated: any content type, null and unknown members', async () => {
  const { post } = await runningService();
  for (const type of [
    'text/plain',
    'application/x-amz-json-1.1',
    'application/x-www-form-urlencoded',
    'nonsense',
  ]) {
    expect((await post('/GetSamplingRules', '{}', { 'content-type': type })).status).toBe(200);
  }
  const body = { ...range, NextToken: null, FilterExpression: null, Unknown: { deep: [] }, __proto__: 1 };
  expect((await post('/TraceSummaries', body)).status).toBe(200);
  expect(
    (
      await post('/TraceSummaries', {
        StartTime: '2026-01-31T10:00:00Z',
        EndTime: '2026-01-31T11:00:00+00:00',
      })
    ).status,
  ).toBe(200);
});

test('what is no HTTP, or too large for a header, is refused and harms nothing', async () => {
  const { post, service } = await runningService();
  expect(await exchangeRaw(service, 'hello\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 [\s\S]*"__type":"InvalidRequestException"/,
  );
  expect(
    await exchangeRaw(service, `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
  ).toMatch(/^HTTP\/1.1 431 [\s\S]*InvalidRequestException/);
  const smuggled =
    'POST /Traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
  expect(await exchangeRaw(service, smuggled)).toMatch(/^HTTP\/1.1 400 /);
  expect((await post('/GetSamplingRules', {})).status).toBe(200);
});

test('no body makes an operation fail: it is answered or refused', { timeout: 60_000 }, async () => {
  const { post } = await runningService();
  const members = fc.dictionary(
    fc.constantFrom(
      ...[
        'StartTime',
        'EndTime',
        'TraceIds',
        'TraceSegmentDocuments',
        'FilterExpression',
        'NextToken',
        'TimeRangeType',
      ],
      ...['SamplingStrategy', 'SamplingStatisticsDocuments', 'TelemetryRecords', 'GroupName', '__proto__'],
    ),
    fc.oneof(
      fc.jsonValue(),
      fc.double(),
      fc.array(fc.string()),
      fc.constantFrom(0, 1e9, '2026-01-31', 'fault', '1-5759e988-bd862e3fe1be46a994272793'),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations.keys()),
      fc.oneof(members, fc.jsonValue()),
      async (path, body) => {
        const response = await post(path, JSON.stringify(body));
        const answer = await response.json();
        expect([200, 400]).toContain(response.status);
        if (response.status === 400)
          expect(answer).toEqual({ Message: expect.any(String), __type: 'InvalidRequestException' });
      },
    ),
    { numRuns: 400, seed: 7 },
  );
});
