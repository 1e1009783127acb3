/** What went wrong between the page and the service. */
export type ApiErrorCode =
  | 'console/unreachable'
  | 'console/refused'
  | 'console/logged-out'
  | 'console/unreadable';

/** A call to the service that gave no answer, a refusal, or an answer that cannot be read. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: ApiErrorCode;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;

  constructor(code: ApiErrorCode, message: string, status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whether the service wants to know first who asks. */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'console/logged-out';
}

/** Whether the service gave no answer at all, so that asking again later is worth it. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'console/unreachable' || (error.status ?? 0) >= 502);
}
