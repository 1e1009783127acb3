/** Every code a {@link ProtocolError} may bear. */
export type ProtocolErrorCode = 'protocol/invalid-trace-id' | 'protocol/invalid-segment-id';

/** Thrown when a value from outside has not the form the wire demands. The message says what, and what to write instead. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolErrorCode;

  constructor(code: ProtocolErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
