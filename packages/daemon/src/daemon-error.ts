/** Every code a {@link DaemonError} may bear. */
export type DaemonErrorCode =
  | 'daemon/port-taken'
  | 'daemon/address-unavailable'
  | 'daemon/not-permitted'
  | 'daemon/invalid-option'
  | 'daemon/invalid-configuration'
  | 'daemon/no-region'
  | 'daemon/socket-failed'
  | 'daemon/spool-in-use'
  | 'daemon/spool-unusable'
  | 'daemon/thread-failed';

/** Thrown or rejected with when the daemon cannot listen or cannot go on. The message says what happened and what to do. */
export class DaemonError extends Error {
  override readonly name = 'DaemonError';
  readonly code: DaemonErrorCode;

  constructor(code: DaemonErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}
