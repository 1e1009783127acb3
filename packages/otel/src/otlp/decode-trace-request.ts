import { requireEncoding } from './content-type.js';
import { type OtlpLimits, otlpLimits } from './limits.js';
import { OtlpError } from './otlp-error.js';
import type { TraceRequest } from './trace-request.js';
import { Budget } from './wire/budget.js';
import { decodeJson } from './wire/json-decoding.js';
import { decodeProtobuf } from './wire/protobuf-decoding.js';

/**
 * Decodes the body of an OTLP export of traces, protobuf or JSON; the same spans give the same request in both.
 *
 * The body must be decompressed, and `contentType` is the header as it came. Fields that are not known are skipped. An empty body
 * of protobuf is a request without spans. Beyond what OTLP asks for, JSON may have whole numbers as numbers or strings, ids of a
 * trace or span in base64, enumerations by name, and null for what is absent.
 *
 * @param limits deviations from {@link otlpLimits}
 * @throws OtlpError and nothing else, whatever the bytes: the request as a whole is refused
 * @example
 * const request = decodeTraceRequest(body, 'application/x-protobuf');
 * const { documents, rejected } = mapSpans(request);
 */
export function decodeTraceRequest(
  bytes: Uint8Array,
  contentType: string | undefined,
  limits: Partial<OtlpLimits> = {},
): TraceRequest {
  const encoding = requireEncoding(contentType);
  const held: OtlpLimits = { ...otlpLimits, ...limits };
  if (bytes.length > held.requestBytes) {
    throw new OtlpError(
      'otlp/too-large',
      `the request is ${bytes.length} bytes long, over the limit of ${held.requestBytes}; send smaller batches`,
    );
  }
  const budget = new Budget(held);
  return encoding === 'json' ? decodeJson(bytes, budget) : decodeProtobuf(bytes, budget);
}
