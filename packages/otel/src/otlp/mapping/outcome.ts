/** The flags of a document that did not go well; each is absent where it does not hold. */
export interface Flags {
  readonly error?: true;
  readonly throttle?: true;
  readonly fault?: true;
}

const ERROR_STATUS = 2;
const TOO_MANY_REQUESTS = 429;

/**
 * Tells how a span ended. Where it has the status of an HTTP response, that decides: 4xx is an error (429 a throttle as well), 5xx a
 * fault, and a 4xx never is a fault whatever the span's own status. Otherwise a span with the status ERROR is a fault.
 */
export function flagsOf(statusCode: number, httpStatus: number | undefined): Flags {
  if (httpStatus === TOO_MANY_REQUESTS) return { error: true, throttle: true };
  if (httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500) return { error: true };
  const fault =
    (httpStatus !== undefined && httpStatus >= 500 && httpStatus < 600) || statusCode === ERROR_STATUS;
  return fault ? { fault: true } : {};
}
