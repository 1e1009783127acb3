/** A second, independent writer of protobuf: takes a request as OTLP's JSON has it and gives the bytes an exporter would send. */
export interface JsonRequest {
  resourceSpans?: JsonResourceSpans[];
}

export interface JsonResourceSpans {
  resource?: { attributes?: JsonAttribute[] };
  scopeSpans?: { scope?: { name?: string; version?: string }; spans?: JsonSpan[]; schemaUrl?: string }[];
  schemaUrl?: string;
}

export interface JsonSpan {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  traceState?: string;
  flags?: number;
  name?: string;
  kind?: number;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: JsonAttribute[];
  droppedAttributesCount?: number;
  events?: { name?: string; timeUnixNano?: string; attributes?: JsonAttribute[] }[];
  links?: { traceId?: string; spanId?: string; traceState?: string; attributes?: JsonAttribute[] }[];
  status?: { code?: number; message?: string };
}

export interface JsonAttribute {
  key: string;
  value?: JsonAnyValue;
}

export interface JsonAnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string | number;
  doubleValue?: number | string;
  arrayValue?: { values?: JsonAnyValue[] };
  kvlistValue?: { values?: JsonAttribute[] };
  bytesValue?: string;
}

type Bytes = readonly number[];

export function encodeRequest(request: JsonRequest): Uint8Array {
  return Uint8Array.from(list(1, request.resourceSpans, resourceSpans));
}

function resourceSpans(value: JsonResourceSpans): Bytes {
  return [
    ...(value.resource === undefined ? [] : bytes(1, list(1, value.resource.attributes, attribute))),
    ...list(2, value.scopeSpans, (scoped) => [
      ...(scoped.scope === undefined
        ? []
        : bytes(1, [...text(1, scoped.scope.name), ...text(2, scoped.scope.version)])),
      ...list(2, scoped.spans, span),
      ...text(3, scoped.schemaUrl),
    ]),
    ...text(3, value.schemaUrl),
  ];
}

function span(value: JsonSpan): Bytes {
  return [
    ...hex(1, value.traceId),
    ...hex(2, value.spanId),
    ...text(3, value.traceState),
    ...hex(4, value.parentSpanId),
    ...text(5, value.name),
    ...varint(6, value.kind),
    ...fixed64(7, value.startTimeUnixNano),
    ...fixed64(8, value.endTimeUnixNano),
    ...list(9, value.attributes, attribute),
    ...varint(10, value.droppedAttributesCount),
    ...list(11, value.events, (event) => [
      ...fixed64(1, event.timeUnixNano),
      ...text(2, event.name),
      ...list(3, event.attributes, attribute),
    ]),
    ...list(13, value.links, (link) => [
      ...hex(1, link.traceId),
      ...hex(2, link.spanId),
      ...text(3, link.traceState),
      ...list(4, link.attributes, attribute),
    ]),
    ...(value.status === undefined
      ? []
      : bytes(15, [...text(2, value.status.message), ...varint(3, value.status.code)])),
    ...fixed32(16, value.flags),
  ];
}

function attribute({ key, value }: JsonAttribute): Bytes {
  return [...text(1, key), ...(value === undefined ? [] : bytes(2, anyValue(value)))];
}

function anyValue(value: JsonAnyValue): Bytes {
  if (value.stringValue !== undefined) return bytes(1, [...Buffer.from(value.stringValue)]);
  if (value.boolValue !== undefined) return [tag(2, 0), value.boolValue ? 1 : 0];
  if (value.intValue !== undefined)
    return [tag(3, 0), ...rawVarint(BigInt.asUintN(64, BigInt(value.intValue)))];
  if (value.doubleValue !== undefined) return double(4, Number(value.doubleValue));
  if (value.arrayValue !== undefined) return bytes(5, list(1, value.arrayValue.values, anyValue));
  if (value.kvlistValue !== undefined) return bytes(6, list(1, value.kvlistValue.values, attribute));
  return value.bytesValue === undefined ? [] : bytes(7, [...Buffer.from(value.bytesValue, 'base64')]);
}

function list<T>(field: number, values: readonly T[] | undefined, encode: (value: T) => Bytes): Bytes {
  return (values ?? []).flatMap((value) => bytes(field, encode(value)));
}

function text(field: number, value: string | undefined): Bytes {
  return value === undefined ? [] : bytes(field, [...Buffer.from(value)]);
}

function hex(field: number, value: string | undefined): Bytes {
  return value === undefined ? [] : bytes(field, [...Buffer.from(value, 'hex')]);
}

function varint(field: number, value: number | undefined): Bytes {
  return value === undefined ? [] : [...rawVarint(BigInt(field * 8)), ...rawVarint(BigInt(value))];
}

function fixed64(field: number, value: string | undefined): Bytes {
  if (value === undefined) return [];
  const raw = Buffer.alloc(8);
  raw.writeBigUInt64LE(BigInt(value));
  return [tag(field, 1), ...raw];
}

function fixed32(field: number, value: number | undefined): Bytes {
  if (value === undefined) return [];
  const raw = Buffer.alloc(4);
  raw.writeUInt32LE(value);
  return [...rawVarint(BigInt(field * 8 + 5)), ...raw];
}

function double(field: number, value: number): Bytes {
  const raw = Buffer.alloc(8);
  raw.writeDoubleLE(value);
  return [tag(field, 1), ...raw];
}

export function bytes(field: number, content: Bytes): Bytes {
  return [...rawVarint(BigInt(field * 8 + 2)), ...rawVarint(BigInt(content.length)), ...content];
}

function tag(field: number, wireType: number): number {
  return field * 8 + wireType;
}

export function rawVarint(value: bigint): Bytes {
  const out: number[] = [];
  let left = value;
  for (; left >= 128n; left >>= 7n) out.push(Number(left & 127n) | 128);
  return [...out, Number(left)];
}
