import { MEDIA_TYPES, type OtlpEncoding, readEncoding } from './content-type.js';
import type { RejectedSpans } from './mapping/rejected-spans.js';
import { encodeBytes, encodeVarint, joined } from './wire/protobuf-writing.js';

/** The part of a request that was refused, as an `ExportTracePartialSuccess` tells it. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly errorMessage: string;
}

/** The body of an answer, and the `Content-Type` it goes with. */
export interface OtlpResponse {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** gRPC's codes, of which OTLP's error bodies bear one. */
const INVALID_ARGUMENT = 3;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const UNAVAILABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

const utf8 = new TextEncoder();

/** Tells what {@link mapSpans} refused in OTLP's words; `undefined` where it refused nothing. */
export function partialSuccess(rejected: RejectedSpans): PartialSuccess | undefined {
  if (rejected.count === 0) return undefined;
  const reasons = rejected.reasons.map(({ code, count, message }) => `${code} (${count}): ${message}`);
  return { rejectedSpans: rejected.count, errorMessage: reasons.join('. ') };
}

/**
 * Encodes the answer to a request that was taken, wholly or in part, in the encoding the request had; its HTTP status is 200.
 *
 * @param partial what was refused, if anything; the sender must not send it again
 * @example
 * const { contentType, body } = encodeTraceResponse(partialSuccess(rejected), request.headers['content-type']);
 */
export function encodeTraceResponse(
  partial: PartialSuccess | undefined,
  contentType: string | undefined,
): OtlpResponse {
  const encoding = readEncoding(contentType) ?? 'protobuf';
  if (encoding === 'protobuf')
    return answer(encoding, partial === undefined ? new Uint8Array() : partialBytes(partial));
  // Numbers of 64 bits are strings in protobuf's JSON.
  const shown = partial && { ...partial, rejectedSpans: String(partial.rejectedSpans) };
  return answer(encoding, utf8.encode(JSON.stringify(shown === undefined ? {} : { partialSuccess: shown })));
}

/**
 * Encodes the answer to a request that was not taken: a `google.rpc.Status`, as OTLP asks for with every 4xx and 5xx, in the encoding
 * the request had, or protobuf where it had none of the two.
 */
export function encodeErrorResponse(
  httpStatus: number,
  message: string,
  contentType: string | undefined,
): OtlpResponse {
  const encoding = readEncoding(contentType) ?? 'protobuf';
  const code = codeOf(httpStatus);
  if (encoding === 'json') return answer(encoding, utf8.encode(JSON.stringify({ code, message })));
  return answer(encoding, joined([encodeVarint(1, code), encodeBytes(2, message)]));
}

function partialBytes({ rejectedSpans, errorMessage }: PartialSuccess): Uint8Array {
  const partial = joined([encodeVarint(1, rejectedSpans), encodeBytes(2, errorMessage)]);
  return encodeBytes(1, partial);
}

function codeOf(httpStatus: number): number {
  if (UNAVAILABLE_STATUSES.has(httpStatus)) return UNAVAILABLE;
  return httpStatus >= 500 ? INTERNAL : INVALID_ARGUMENT;
}

function answer(encoding: OtlpEncoding, body: Uint8Array): OtlpResponse {
  return { contentType: MEDIA_TYPES[encoding], body };
}
