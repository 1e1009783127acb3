/** Every code an {@link OtlpError} may bear. */
export type OtlpErrorCode =
  | 'otlp/unsupported-content-type'
  | 'otlp/too-large'
  | 'otlp/too-many-spans'
  | 'otlp/too-complex'
  | 'otlp/malformed';

/**
 * Thrown when a request as a whole cannot be read: nothing of it is taken, and sending it again changes nothing. The message says
 * what is wrong and what to send instead. `httpStatus` is the status that OTLP over HTTP answers such a request with.
 */
export class OtlpError extends Error {
  override readonly name = 'OtlpError';
  readonly code: OtlpErrorCode;
  readonly httpStatus: 400 | 413 | 415;

  constructor(code: OtlpErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
    this.httpStatus = HTTP_STATUS[code];
  }
}

const HTTP_STATUS: Readonly<Record<OtlpErrorCode, 400 | 413 | 415>> = {
  'otlp/unsupported-content-type': 415,
  'otlp/too-large': 413,
  'otlp/too-many-spans': 413,
  'otlp/too-complex': 400,
  'otlp/malformed': 400,
};
