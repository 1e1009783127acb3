import { decodeTraceRequest, type MappedSpans, type MappingOptions, mapSpans } from '../src/otlp/index.js';
import {
  encodeRequest,
  type JsonAnyValue,
  type JsonAttribute,
  type JsonRequest,
  type JsonSpan,
} from './protobuf-encoding.js';

/** A value of an attribute as plain JSON, the way people think of it. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainAttributes = Readonly<Record<string, Plain>>;

/** A span in short: what is left out has a usual value. Times are seconds. */
export interface ShortSpan {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly flags?: number;
  readonly name?: string;
  readonly kind?: 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  readonly start?: number;
  readonly end?: number;
  readonly attributes?: PlainAttributes;
  readonly events?: readonly {
    readonly name: string;
    readonly time?: number;
    readonly attributes?: PlainAttributes;
  }[];
  readonly links?: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes?: PlainAttributes;
  }[];
  readonly status?: { readonly code?: number; readonly message?: string };
}

export interface Sending {
  readonly resource?: PlainAttributes;
  readonly scope?: { readonly name?: string; readonly version?: string };
}

export const TRACE = '581cf771a006649127e371903a2de979';
export const SPAN = '70de5b6f19ff9a0a';
export const PARENT = '53995c3f42cd8ad8';
const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

/** The request, as OTLP's JSON has it, that sends these spans. */
export function requestOf(spans: readonly ShortSpan[], { resource, scope }: Sending = {}): JsonRequest {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource ?? { 'service.name': 'shop' }) },
        scopeSpans: [{ ...(scope !== undefined && { scope: { ...scope } }), spans: spans.map(spanOf) }],
      },
    ],
  };
}

/** Sends spans through the decoder for protobuf and maps them. */
export function mapped(
  spans: readonly ShortSpan[],
  sending?: Sending,
  options?: MappingOptions,
): MappedSpans {
  return mapSpans(
    decodeTraceRequest(encodeRequest(requestOf(spans, sending)), 'application/x-protobuf'),
    options,
  );
}

function spanOf(span: ShortSpan): JsonSpan {
  const {
    kind,
    start = 1478293361.271,
    end = 1478293361.449,
    attributes,
    events,
    links,
    status,
    ...rest
  } = span;
  return {
    traceId: TRACE,
    spanId: SPAN,
    name: 'GET /cart',
    ...rest,
    kind: KINDS.indexOf(kind ?? 'SERVER') + 1,
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(end),
    attributes: attributesOf(attributes ?? {}),
    events: (events ?? []).map(({ name, time, attributes: own }) => ({
      name,
      timeUnixNano: nanoseconds(time ?? 1478293361.3),
      attributes: attributesOf(own ?? {}),
    })),
    links: (links ?? []).map((link) => ({ ...link, attributes: attributesOf(link.attributes ?? {}) })),
    ...(status !== undefined && { status: { ...status } }),
  };
}

function nanoseconds(seconds: number): string {
  return String(BigInt(Math.round(seconds * 1e6)) * 1000n);
}

function attributesOf(attributes: PlainAttributes): JsonAttribute[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Plain): JsonAnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: attributesOf(value as PlainAttributes) } };
}
