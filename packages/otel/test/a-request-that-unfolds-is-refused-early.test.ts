import { describe, expect, test } from 'vitest';
import { decodeTraceRequest, OtlpError, otlpLimits } from '../src/otlp/index.js';
import { bytes, encodeRequest, rawVarint } from './protobuf-encoding.js';
import { requestOf } from './spans.js';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

function errorOf(
  body: Uint8Array | readonly number[] | string,
  contentType: string | undefined,
  limits = {},
): OtlpError {
  const raw = typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
  try {
    decodeTraceRequest(raw, contentType, limits);
  } catch (error) {
    if (error instanceof OtlpError) return error;
    throw error;
  }
  throw new Error('the request was read');
}

/** A message that holds so many empty ones in one field, two bytes each. */
function empties(field: number, count: number): Uint8Array {
  return Buffer.alloc(2 * count, Uint8Array.of(field * 8 + 2, 0));
}

/** Puts a message into the fields of others, the innermost first. */
function within(fields: readonly number[], message: Uint8Array): Uint8Array {
  return fields.reduce<Uint8Array>(
    (content, field) =>
      Buffer.concat([Uint8Array.of(field * 8 + 2, ...rawVarint(BigInt(content.length))), content]),
    message,
  );
}

/* Ways from the inside out: into the scope, into one span of it, into a list among the attributes of that span. */
const SCOPE = [2, 1];
const SPAN = [2, ...SCOPE];
const LIST = [5, 2, 9, ...SPAN];

describe('protobuf', () => {
  test('spans by the million, two bytes each', () => {
    const error = errorOf(within(SCOPE, empties(2, 1_000_000)), PROTOBUF);
    expect(error).toMatchObject({ code: 'otlp/too-many-spans', httpStatus: 413 });
    expect(error.message).toContain('more than 10000 spans');
  });

  test.each([
    ['events', SPAN, 11],
    ['links', SPAN, 13],
    ['attributes', SPAN, 9],
    ['groups of spans', [], 1],
    ['values of a list', LIST, 1],
  ])('%s by the million', (_name, way, field) => {
    expect(errorOf(within(way, empties(field, 1_000_000)), PROTOBUF).code).toBe('otlp/too-complex');
  });

  test('an attribute nested a hundred thousand times', () => {
    const layers: number[][] = [];
    let length = 0;
    // From the inside out: ArrayValue.values, then AnyValue.array_value.
    for (let i = 0; i < 100_000; i++) {
      const values = [0x0a, ...rawVarint(BigInt(length))];
      const list = [0x2a, ...rawVarint(BigInt(length + values.length))];
      layers.push([...list, ...values]);
      length += list.length + values.length;
    }
    const error = errorOf(within([2, 9, ...SPAN], Uint8Array.from(layers.reverse().flat())), PROTOBUF);
    expect(error.code).toBe('otlp/too-complex');
    expect(error.message).toContain('nested deeper than 64 levels');
  });

  test.each([
    ['a length beyond the end', [0x0a, 0x7f], 'a length is greater'],
    ['a length beyond the message around it', bytes(1, [0x12, 0x05, 0x00]), 'a length is greater'],
    ['a length of four gigabytes', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], 'a length is greater'],
    [
      'a length of 64 bits',
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
      'a length is greater',
    ],
    ['a number without an end', new Array(11).fill(0xff), 'longer than ten bytes'],
    ['a number cut off', [0x08, 0xff], 'cut off'],
    ['a field cut off', [0x09, 1, 2, 3], 'cut off'],
    ['a field without a number', [0x02, 0x00], 'no number'],
    ['a group', [0x0b], 'wire type 3'],
    ['an end of a group', [0x0c], 'wire type 4'],
    ['a wire type that there is not', [0x0f], 'wire type 7'],
    ['a text', [...Buffer.from('{"resourceSpans":[]}')], 'wire type 3'],
  ])('%s is malformed', (_name, body, message) => {
    const error = errorOf(body as readonly number[], PROTOBUF);
    expect(error).toMatchObject({ code: 'otlp/malformed', httpStatus: 400 });
    expect(error.message).toContain(message);
  });

  test('fields that are not known, and known ones of another wire type, are skipped', () => {
    const good = requestOf([{}]);
    const unknown = [
      ...bytes(1000, [1, 2, 3]),
      ...[0xf8, 0x01, 0x05], // field 31, a number
      ...[0xf9, 0x01, 1, 2, 3, 4, 5, 6, 7, 8], // field 31, eight bytes
      ...[0xfd, 0x01, 1, 2, 3, 4], // field 31, four bytes
      ...[0x08, 0x01], // field 1, which is a message, as a number
    ];
    const body = Uint8Array.from([...unknown, ...encodeRequest(good), ...unknown]);
    expect(decodeTraceRequest(body, PROTOBUF)).toEqual(decodeTraceRequest(encodeRequest(good), PROTOBUF));
  });

  test('an empty body is a request without spans', () => {
    expect(decodeTraceRequest(new Uint8Array(), PROTOBUF)).toEqual({ resourceSpans: [] });
  });

  test('a message in two parts adds up', () => {
    const status = [...bytes(15, bytes(2, [...Buffer.from('no stock')])), ...bytes(15, [0x18, 0x02])];
    const request = decodeTraceRequest(within(SPAN, Uint8Array.from(status)), PROTOBUF);
    expect(request.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.status).toEqual({
      code: 2,
      message: 'no stock',
    });
  });
});

describe('JSON', () => {
  test('spans by the hundred thousand', () => {
    const spans = new Array(100_000).fill({});
    const error = errorOf(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }), JSON_TYPE);
    expect(error.code).toBe('otlp/too-many-spans');
  });

  test('an attribute nested a hundred thousand times', () => {
    const value = `${'{"arrayValue":{"values":['.repeat(100_000)}${']}}'.repeat(100_000)}`;
    const body = `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":${value}}]}}]}`;
    expect(errorOf(body, JSON_TYPE).code).toBe('otlp/too-complex');
  });

  test.each([
    ['nothing', '', 'is not JSON'],
    ['no JSON', '{"resourceSpans":', 'is not JSON'],
    ['brackets without end', '['.repeat(1_000_000), 'is not JSON'],
    ['an array', '[]', 'ExportTraceServiceRequest is an array; write an object'],
    ['a list that is none', '{"resourceSpans":{}}', 'resourceSpans is an object; write an array'],
    ['an id that is none', spanJson({ traceId: 'xyz' }), 'Span.traceId is "xyz"; write hex digits'],
    ['an id as a number', spanJson({ spanId: 7 }), 'Span.spanId is 7'],
    ['a time as a date', spanJson({ startTimeUnixNano: '2026-01-01' }), 'nanoseconds since 1970'],
    ['a time before 1970', spanJson({ endTimeUnixNano: -1 }), 'Span.endTimeUnixNano is -1'],
    ['a kind there is not', spanJson({ kind: 'SERVER' }), 'Span.kind is "SERVER"; write its number'],
    ['a name as a number', spanJson({ name: 5 }), 'Span.name is 5; write a string'],
    ['a fraction as a whole number', valueJson({ intValue: 1.5 }), 'intValue is 1.5'],
    ['a whole number beyond 64 bits', valueJson({ intValue: '9223372036854775808' }), 'intValue is'],
    ['a double as a text', valueJson({ doubleValue: 'many' }), 'doubleValue is "many"'],
    ['bytes that are no base64', valueJson({ bytesValue: 'a' }), 'bytesValue is "a"; write base64'],
    ['a value without a type', valueJson(5), 'an attribute value is 5'],
    [
      'attributes as an object',
      spanJson({ attributes: { a: 1 } }),
      'attributes is an object; write an array',
    ],
  ])('%s is malformed, and the message says where', (_name, body, message) => {
    const error = errorOf(body, JSON_TYPE);
    expect(error).toMatchObject({ code: 'otlp/malformed', httpStatus: 400 });
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(300);
  });

  test('text that is no UTF-8 is malformed', () => {
    expect(errorOf([0x7b, 0xff, 0x7d], JSON_TYPE).message).toContain('not UTF-8');
  });
});

describe('of either kind', () => {
  test.each([undefined, '', 'text/plain', 'application/json2', 'application/grpc'])(
    'the content type %j is refused',
    (contentType) => {
      expect(errorOf('{}', contentType)).toMatchObject({
        code: 'otlp/unsupported-content-type',
        httpStatus: 415,
      });
    },
  );

  test.each(['application/json', 'Application/JSON; charset=utf-8', ' application/json ;x=y'])(
    'the content type %j is JSON',
    (contentType) => {
      expect(decodeTraceRequest(new TextEncoder().encode('{}'), contentType)).toEqual({ resourceSpans: [] });
    },
  );

  test.each([PROTOBUF, JSON_TYPE])('%s over the limit is not looked into', (contentType) => {
    const error = errorOf(new Uint8Array(otlpLimits.requestBytes + 1), contentType);
    expect(error).toMatchObject({ code: 'otlp/too-large', httpStatus: 413 });
  });

  test('limits can be set', () => {
    const body = encodeRequest(requestOf([{}, { spanId: '0000000000000002' }]));
    expect(errorOf(body, PROTOBUF, { spans: 1 }).code).toBe('otlp/too-many-spans');
    expect(errorOf(body, PROTOBUF, { requestBytes: 10 }).code).toBe('otlp/too-large');
    expect(errorOf(body, PROTOBUF, { items: 3 }).code).toBe('otlp/too-complex');
  });
});

function spanJson(span: object): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

function valueJson(value: unknown): string {
  return spanJson({ attributes: [{ key: 'a', value }] });
}
