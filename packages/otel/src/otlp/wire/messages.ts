/*
 * The messages of OTLP's trace service as tables, read by both decoders, so that protobuf and JSON cannot come to differ.
 * Source: opentelemetry-proto 1.x, `collector/trace/v1`, `trace/v1`, `common/v1` and `resource/v1`. Fields that no document is
 * made of are not in the tables and are skipped like unknown ones.
 */

/** How a field is written, and what it is read as. */
export type FieldType =
  /** A string. */
  | 'text'
  /** Bytes in protobuf, hex in JSON; read as lower-case hex. */
  | 'id'
  /** Nanoseconds since 1970; read as seconds. */
  | 'time'
  /** A bit field of 32 bits. */
  | 'bits'
  /** An enumeration; read as its number. */
  | 'choice'
  /** A list of keys and values; read as a map. */
  | 'attributes'
  /** One message. */
  | 'message'
  /** A list of messages. */
  | 'list';

/** One field of a message. */
export interface Field {
  /** Its name in JSON. */
  readonly json: string;
  /** Its name in what is decoded. */
  readonly member: string;
  readonly type: FieldType;
  /** What a `message` or `list` consists of. */
  readonly message?: Message;
  /** The names of a `choice`, by number. OTLP's JSON has numbers only, protobuf's own JSON writes these. */
  readonly choices?: readonly string[];
}

/** A message being decoded: its members in the shape of `trace-request.ts`. */
export type Decoded = Record<string, unknown>;

/** One message. */
export interface Message {
  readonly name: string;
  /** A message of which nothing was sent. */
  readonly create: () => Decoded;
  readonly fields: readonly Field[];
  /** The same fields by protobuf's tag: eight times the field's number, plus its wire type. */
  readonly byTag: readonly (Field | undefined)[];
}

type Row = readonly [number: number, type: FieldType, json: string, more?: Partial<Field>];

/** The wire types of protobuf. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

const WIRE_TYPES: Readonly<Record<FieldType, number>> = {
  text: WireType.bytes,
  id: WireType.bytes,
  time: WireType.fixed64,
  bits: WireType.fixed32,
  choice: WireType.varint,
  attributes: WireType.bytes,
  message: WireType.bytes,
  list: WireType.bytes,
};

const createResource = (): Decoded => ({ attributes: new Map() });
const createScope = (): Decoded => ({ name: '', version: '' });
const createStatus = (): Decoded => ({ code: 0, message: '' });

const RESOURCE: Message = message('Resource', createResource, [[1, 'attributes', 'attributes']]);

const SCOPE: Message = message('InstrumentationScope', createScope, [
  [1, 'text', 'name'],
  [2, 'text', 'version'],
]);

const EVENT: Message = message('Event', () => ({ name: '', time: 0, attributes: new Map() }), [
  [1, 'time', 'timeUnixNano', { member: 'time' }],
  [2, 'text', 'name'],
  [3, 'attributes', 'attributes'],
]);

const LINK: Message = message('Link', () => ({ traceId: '', spanId: '', attributes: new Map() }), [
  [1, 'id', 'traceId'],
  [2, 'id', 'spanId'],
  [4, 'attributes', 'attributes'],
]);

const STATUS: Message = message('Status', createStatus, [
  [2, 'text', 'message'],
  [3, 'choice', 'code', { choices: ['STATUS_CODE_UNSET', 'STATUS_CODE_OK', 'STATUS_CODE_ERROR'] }],
]);

/** The numbers of span kinds, by what they are called in the documents. */
export const SpanKind = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;

const SPAN_KINDS: readonly string[] = [
  'SPAN_KIND_UNSPECIFIED',
  'SPAN_KIND_INTERNAL',
  'SPAN_KIND_SERVER',
  'SPAN_KIND_CLIENT',
  'SPAN_KIND_PRODUCER',
  'SPAN_KIND_CONSUMER',
];

/** One span. */
export const SPAN: Message = message('Span', createSpan, [
  [1, 'id', 'traceId'],
  [2, 'id', 'spanId'],
  [3, 'text', 'traceState'],
  [4, 'id', 'parentSpanId'],
  [5, 'text', 'name'],
  [6, 'choice', 'kind', { choices: SPAN_KINDS }],
  [7, 'time', 'startTimeUnixNano', { member: 'startTime' }],
  [8, 'time', 'endTimeUnixNano', { member: 'endTime' }],
  [9, 'attributes', 'attributes'],
  [11, 'list', 'events', { message: EVENT }],
  [13, 'list', 'links', { message: LINK }],
  [15, 'message', 'status', { message: STATUS }],
  [16, 'bits', 'flags'],
]);

const SCOPE_SPANS: Message = message('ScopeSpans', () => ({ scope: createScope(), spans: [] }), [
  [1, 'message', 'scope', { message: SCOPE }],
  [2, 'list', 'spans', { message: SPAN }],
]);

const RESOURCE_SPANS: Message = message(
  'ResourceSpans',
  () => ({ resource: createResource(), scopeSpans: [] }),
  [
    [1, 'message', 'resource', { message: RESOURCE }],
    [2, 'list', 'scopeSpans', { message: SCOPE_SPANS }],
  ],
);

/** The whole request. */
export const REQUEST: Message = message('ExportTraceServiceRequest', () => ({ resourceSpans: [] }), [
  [1, 'list', 'resourceSpans', { message: RESOURCE_SPANS }],
]);

/** All members at once and always in this order, so that every span has one shape. */
function createSpan(): Decoded {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    traceState: '',
    flags: 0,
    name: '',
    kind: 0,
    startTime: 0,
    endTime: 0,
    attributes: new Map(),
    events: [],
    links: [],
    status: createStatus(),
  };
}

function message(name: string, create: () => Decoded, rows: readonly Row[]): Message {
  const byTag: (Field | undefined)[] = [];
  const fields = rows.map(([number, type, json, more]) => {
    const field: Field = { json, member: json, type, ...more };
    byTag[number * 8 + WIRE_TYPES[type]] = field;
    return field;
  });
  return { name, create, fields, byTag };
}
