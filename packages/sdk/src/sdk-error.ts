/** Every code an {@link SdkError} may bear. */
export type SdkErrorCode =
  | 'sdk/invalid-daemon-address'
  | 'sdk/invalid-sampling-rules'
  | 'sdk/invalid-option'
  | 'sdk/context-missing';

/**
 * Thrown when a recorder is misconfigured, always at construction or `configure`, never inside a request.
 * The one exception is `sdk/context-missing`, which an application asks for by `contextMissing: 'throw'`.
 */
export class SdkError extends Error {
  override readonly name = 'SdkError';
  readonly code: SdkErrorCode;

  constructor(code: SdkErrorCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}
