import fc from 'fast-check';
import type { JsonAnyValue, JsonAttribute, JsonRequest, JsonSpan } from './protobuf-encoding.js';

/** Well-formed text, with what is special to JSON, to UTF-8 and to objects among it. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    'shop',
    '__proto__',
    'constructor',
    '\ufeffmark',
    '𝕊hop',
    'a'.repeat(70),
    '\u0000',
    '"\\',
  ),
);

const key: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'http.request.method',
    'http.method',
    'http.response.status_code',
    'url.full',
    'http.target',
    'client.address',
    'server.address',
    'server.port',
    'db.system',
    'db.name',
    'db.connection_string',
    'rpc.system',
    'rpc.method',
    'aws.xray.annotations',
    'aws.xray.metadata.cart',
    'aws.dynamodb.table_names',
    'aws.span.kind',
    'enduser.id',
    'exception.type',
    'exception.stacktrace',
    'service.name',
    'cloud.platform',
    'host.id',
    'telemetry.sdk.language',
  ),
  text,
);

const whole: fc.Arbitrary<string> = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.integer({ min: -10, max: 600 }).map(String),
);

const { value }: { value: fc.Arbitrary<JsonAnyValue> } = fc.letrec<{
  value: JsonAnyValue;
  member: JsonAttribute;
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text.map((stringValue) => ({ stringValue })),
    fc
      .constantFrom('aws-api', 'LOCAL_ROOT', 'postgresql', '{"a":[1]}', 'http://a:1/b')
      .map((stringValue) => ({ stringValue })),
    whole.map((intValue) => ({ intValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((doubleValue) => ({ doubleValue: doubleValue + 0 })),
    fc.constantFrom('NaN', 'Infinity', '-Infinity').map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => ({ bytesValue: Buffer.from(bytes).toString('base64') })),
    fc.constant({}),
    fc.array(tie('value'), { maxLength: 4 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('member'), { maxLength: 4 }).map((values) => ({ kvlistValue: { values } })),
  ),
  member: fc.record({ key, value: tie('value') }, { requiredKeys: ['key'] }),
}));

const attributes: fc.Arbitrary<JsonAttribute[]> = fc.array(
  fc.record({ key, value }, { requiredKeys: ['key'] }),
  {
    maxLength: 6,
  },
);

function hex(bytes: number): fc.Arbitrary<string> {
  const proper = fc.uint8Array({ minLength: bytes, maxLength: bytes });
  const any = fc.uint8Array({ maxLength: bytes + 2 });
  return fc
    .oneof({ weight: 8, arbitrary: proper }, { weight: 1, arbitrary: any })
    .map((raw) => Buffer.from(raw).toString('hex'));
}

/** Times that a double holds to the microsecond, and the extremes. */
const nanoseconds: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('0', '999', '1000', '1478293361271000000') },
);

const span: fc.Arbitrary<JsonSpan> = fc.record(
  {
    traceId: hex(16),
    spanId: hex(8),
    parentSpanId: hex(8),
    traceState: text,
    flags: fc.nat({ max: 0x3ff }),
    name: text,
    kind: fc.nat({ max: 6 }),
    startTimeUnixNano: nanoseconds,
    endTimeUnixNano: nanoseconds,
    attributes,
    droppedAttributesCount: fc.nat(),
    events: fc.array(
      fc.record(
        { name: fc.oneof(fc.constant('exception'), text), timeUnixNano: nanoseconds, attributes },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
    links: fc.array(
      fc.record({ traceId: hex(16), spanId: hex(8), traceState: text, attributes }, { requiredKeys: [] }),
      { maxLength: 2 },
    ),
    status: fc.record({ code: fc.nat({ max: 3 }), message: text }, { requiredKeys: [] }),
  },
  { requiredKeys: ['traceId', 'spanId'] },
);

/** Requests as a sender may write them: well formed, but of any content. */
export const anyRequest: fc.Arbitrary<JsonRequest> = fc.record(
  {
    resourceSpans: fc.array(
      fc.record(
        {
          resource: fc.record({ attributes }, { requiredKeys: [] }),
          scopeSpans: fc.array(
            fc.record(
              {
                scope: fc.record({ name: text, version: text }, { requiredKeys: [] }),
                spans: fc.array(span, { maxLength: 3 }),
                schemaUrl: text,
              },
              { requiredKeys: [] },
            ),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
