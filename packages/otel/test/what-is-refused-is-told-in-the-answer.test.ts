import { expect, test } from 'vitest';
import {
  decodeTraceRequest,
  encodeErrorResponse,
  encodeTraceResponse,
  mapSpans,
  OtlpError,
  otlpLimits,
  partialSuccess,
} from '../src/otlp/index.js';
import { mapped, PARENT, type ShortSpan, TRACE } from './spans.js';

const good: ShortSpan = { spanId: '0000000000000001' };

test.each<[string, ShortSpan, string, string]>([
  [
    'a trace id of the wrong length',
    { traceId: 'abcd' },
    'InvalidTraceId',
    "the trace id is 'abcd'; send 16 bytes",
  ],
  ['a trace id of zeros', { traceId: '0'.repeat(32) }, 'InvalidTraceId', 'not all zero'],
  ['no trace id', { traceId: '' }, 'InvalidTraceId', 'the trace id is missing'],
  ['a span id of the wrong length', { spanId: TRACE }, 'InvalidId', 'send 8 bytes'],
  ['no span id', { spanId: '' }, 'InvalidId', 'the span id is missing'],
  [
    'a parent of the wrong length',
    { parentSpanId: PARENT.slice(2) },
    'InvalidParentId',
    'send 8 bytes, or none',
  ],
  ['no start', { start: 0 }, 'MissingStartTime', 'a start time is missing'],
  [
    'a span over 200 KB',
    { attributes: { a: 'x'.repeat(210_000) } },
    'SegmentTooLarge',
    'over the limit of 204800',
  ],
])('%s is refused alone', (_name, span, code, message) => {
  const { documents, rejected } = mapped([good, span, { ...good, spanId: '0000000000000002' }]);
  expect(documents.map(({ id }) => id)).toEqual(['0000000000000001', '0000000000000002']);
  expect(rejected).toEqual({
    count: 1,
    reasons: [{ code, count: 1, message: expect.stringContaining(message) }],
  });
});

test('times in the far future are refused', () => {
  const [span] = [{ traceId: TRACE, spanId: PARENT, startTimeUnixNano: 1e300 }];
  const body = new TextEncoder().encode(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  );
  const { rejected } = mapSpans(decodeTraceRequest(body, 'application/json'));
  expect(rejected.reasons.map(({ code }) => code)).toEqual(['InvalidStartTime']);
});

test('the weight of a span counts everything in it', () => {
  const limits = { spanSize: 1000 };
  const heavy: ShortSpan[] = [
    { name: 'x'.repeat(1001) },
    { attributes: { list: Array.from({ length: 200 }, (_, i) => i) } },
    { attributes: { map: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key${i}`, true])) } },
    { events: Array.from({ length: 100 }, () => ({ name: 'event' })) },
    { links: Array.from({ length: 30 }, () => ({ traceId: TRACE, spanId: PARENT })) },
    { status: { code: 2, message: 'x'.repeat(1000) } },
  ];
  for (const span of heavy) expect(mapped([span], undefined, { limits }).rejected.count).toBe(1);
  expect(mapped([{ name: 'x'.repeat(1000) }], undefined, { limits }).rejected.count).toBe(0);
});

test('strict holds the times that AWS’s endpoint takes', () => {
  const nowS = 1478300000;
  const strict = { strict: true, nowS };
  const at = (seconds: number): ShortSpan => ({ ...good, start: seconds, end: seconds + 1 });
  const codesOf = (spans: readonly ShortSpan[]): string[] =>
    mapped(spans, undefined, strict).rejected.reasons.map(({ code }) => code);
  expect(codesOf([at(nowS - otlpLimits.strictSpanAgeS - 1)])).toEqual(['SpanTooOld']);
  expect(codesOf([at(nowS + otlpLimits.strictSpanAheadS + 1)])).toEqual(['SpanTooFarAhead']);
  expect(codesOf([at(nowS - 25 * 3600), at(nowS)])).toEqual(['SpansTooFarApart']);
  expect(codesOf([at(nowS - 23 * 3600), at(nowS)])).toEqual([]);
  expect(mapped([at(1), at(nowS)]).rejected.count).toBe(0);
});

test('nothing refused is an empty answer in the encoding of the request', () => {
  expect(encodeTraceResponse(undefined, 'application/json; charset=utf-8')).toEqual({
    contentType: 'application/json',
    body: new TextEncoder().encode('{}'),
  });
  expect(encodeTraceResponse(undefined, 'application/x-protobuf')).toEqual({
    contentType: 'application/x-protobuf',
    body: new Uint8Array(),
  });
});

test('what was refused is counted by reason', () => {
  const { rejected } = mapped([{ traceId: 'ab' }, { traceId: 'cd' }, { spanId: 'ef' }]);
  const partial = partialSuccess(rejected);
  expect(partial).toEqual({
    rejectedSpans: 3,
    errorMessage:
      "InvalidTraceId (2): the trace id is 'ab'; send 16 bytes that are not all zero. " +
      "InvalidId (1): the span id is 'ef'; send 8 bytes that are not all zero",
  });
  const json = JSON.parse(
    new TextDecoder().decode(encodeTraceResponse(partial, 'application/json').body),
  ) as unknown;
  expect(json).toEqual({ partialSuccess: { rejectedSpans: '3', errorMessage: partial?.errorMessage } });
  expect(partialSuccess(mapped([good]).rejected)).toBeUndefined();
});

test('an answer in protobuf is written as protobuf asks', () => {
  const { body } = encodeTraceResponse({ rejectedSpans: 300, errorMessage: 'né' }, 'application/x-protobuf');
  // partial_success { rejected_spans: 300, error_message: "né" }
  expect([...body]).toEqual([0x0a, 8, 0x08, 0xac, 0x02, 0x12, 3, 0x6e, 0xc3, 0xa9]);
});

test('a request that is refused as a whole is answered with a status', () => {
  const error = new OtlpError('otlp/too-large', 'too long');
  const json = encodeErrorResponse(error.httpStatus, error.message, 'application/json');
  expect(JSON.parse(new TextDecoder().decode(json.body))).toEqual({
    code: 3,
    message: 'otlp/too-large: too long',
  });
  expect(encodeErrorResponse(503, 'x', 'text/plain')).toEqual({
    contentType: 'application/x-protobuf',
    body: Uint8Array.from([0x08, 14, 0x12, 1, 0x78]),
  });
  expect([...encodeErrorResponse(500, 'x', undefined).body.slice(0, 2)]).toEqual([0x08, 13]);
});
