import { expect, test } from 'vitest';
import { decodeTraceRequest, type Span } from '../src/otlp/index.js';
import { PARENT, SPAN, TRACE } from './spans.js';

function decoded(span: object): Span | undefined {
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  const request = decodeTraceRequest(new TextEncoder().encode(body), 'application/json');
  return request.resourceSpans[0]?.scopeSpans[0]?.spans[0];
}

function attribute(value: object): unknown {
  return decoded({ attributes: [{ key: 'a', value }] })?.attributes.get('a');
}

test('ids are hex in any case, or base64 as protobuf’s own JSON writes them', () => {
  const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
  for (const [traceId, spanId, parentSpanId] of [
    [TRACE, SPAN, PARENT],
    [TRACE.toUpperCase(), SPAN.toUpperCase(), PARENT],
    [base64(TRACE), base64(SPAN), base64(PARENT)],
  ]) {
    expect(decoded({ traceId, spanId, parentSpanId })).toMatchObject({
      traceId: TRACE,
      spanId: SPAN,
      parentSpanId: PARENT,
    });
  }
});

test('whole numbers are strings or numbers, and keep all digits', () => {
  expect(attribute({ intValue: '42' })).toBe(42);
  expect(attribute({ intValue: 42 })).toBe(42);
  expect(attribute({ intValue: '-9223372036854775808' })).toBe('-9223372036854775808');
  expect(attribute({ intValue: '9007199254740993' })).toBe('9007199254740993');
});

test('doubles that JSON has no form for are their names', () => {
  expect(attribute({ doubleValue: 'NaN' })).toBe('NaN');
  expect(attribute({ doubleValue: '-Infinity' })).toBe('-Infinity');
  expect(attribute({ doubleValue: '1.5e3' })).toBe(1500);
});

test('bytes are base64 in either alphabet, padded or not', () => {
  expect(attribute({ bytesValue: '-_8' })).toBe('+/8=');
  expect(attribute({ bytesValue: '+/8=' })).toBe('+/8=');
  expect(attribute({ bytesValue: '' })).toBe('');
});

test('times are strings or numbers of nanoseconds, cut to microseconds', () => {
  expect(decoded({ startTimeUnixNano: '1478293361271999999' })?.startTime).toBe(1478293361.271999);
  expect(decoded({ startTimeUnixNano: 1478293361271000000 })?.startTime).toBe(1478293361.271);
  expect(decoded({ startTimeUnixNano: '5' })?.startTime).toBe(0);
});

test('kinds and status codes are numbers or names', () => {
  expect(decoded({ kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } })).toMatchObject({
    kind: 3,
    status: { code: 2 },
  });
  expect(decoded({ kind: 3, status: { code: 2 } })).toMatchObject({ kind: 3, status: { code: 2 } });
});

test('null is nothing, and unknown members are left aside', () => {
  expect(
    decoded({ name: null, attributes: null, events: null, status: null, deprecated: [1], toString: 5 }),
  ).toEqual(decoded({}));
  expect(attribute({ stringValue: null, unknownValue: 5 })).toBeNull();
});

test('lists and maps may be nested, and keys that pollute are dropped', () => {
  const inner = {
    kvlistValue: {
      values: [
        { key: '__proto__', value: { boolValue: true } },
        { key: 'b', value: { boolValue: true } },
      ],
    },
  };
  expect(attribute({ arrayValue: { values: [inner, {}, null] } })).toEqual([{ b: true }, null, null]);
  expect(({} as Record<string, unknown>)['boolValue']).toBeUndefined();
});
