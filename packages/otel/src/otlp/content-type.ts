import { OtlpError } from './otlp-error.js';

/** The two encodings that OTLP over HTTP knows. */
export type OtlpEncoding = 'protobuf' | 'json';

/** The media type of each encoding, as responses bear it. */
export const MEDIA_TYPES: Readonly<Record<OtlpEncoding, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

const ENCODINGS: ReadonlyMap<string, OtlpEncoding> = new Map([
  ['application/x-protobuf', 'protobuf'],
  ['application/protobuf', 'protobuf'],
  ['application/json', 'json'],
]);
const SHOWN_CHARACTERS = 64;

/** Reads a `Content-Type` header, in any case and with any parameters; `undefined` where it names neither encoding. */
export function readEncoding(contentType: string | undefined): OtlpEncoding | undefined {
  const [mediaType = ''] = (contentType ?? '').split(';', 1);
  return ENCODINGS.get(mediaType.trim().toLowerCase());
}

/**
 * Reads a `Content-Type` header that must name an encoding.
 *
 * @throws OtlpError `otlp/unsupported-content-type`
 */
export function requireEncoding(contentType: string | undefined): OtlpEncoding {
  const encoding = readEncoding(contentType);
  if (encoding !== undefined) return encoding;
  const shown = contentType === undefined ? 'missing' : `'${contentType.slice(0, SHOWN_CHARACTERS)}'`;
  throw new OtlpError(
    'otlp/unsupported-content-type',
    `the Content-Type is ${shown}; send application/x-protobuf or application/json`,
  );
}
