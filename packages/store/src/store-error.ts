/** Every code a {@link StoreError} may bear. */
export type StoreErrorCode =
  | 'store/invalid-filter'
  | 'store/unsupported-filter'
  | 'store/invalid-token'
  | 'store/locked'
  | 'store/unreadable'
  | 'store/damaged'
  | 'store/newer-schema'
  | 'store/disk-full'
  | 'store/no-store'
  | 'store/target-exists'
  | 'store/target-unwritable'
  | 'store/conflict'
  | 'store/timeout'
  | 'store/closed';

/** Thrown or rejected with when the store cannot do what was asked. The message says what happened and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(`${code}: ${message}`, options);
    this.code = code;
  }
}
