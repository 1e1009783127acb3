import type { UploadAnswer, UploadTrouble } from '../relay/upload.js';

/** What errors of the AWS SDK bear beyond their message, as far as it is looked at. */
interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

/** Names under which services complain about the request itself: it would be refused again. */
const BAD_REQUEST: ReadonlySet<unknown> = new Set([
  'InvalidRequestException',
  'ValidationException',
  'SerializationException',
]);

const THROTTLES: ReadonlySet<unknown> = new Set([
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
]);

const TROUBLES: Readonly<Record<string, UploadTrouble>> = {
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  ETIMEDOUT: 'timeout',
};

/** Tells from an error of the AWS SDK what to do with the batch. */
export function classifyFailure(error: unknown): UploadAnswer {
  const { name, code, $metadata, $response } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode;
  const message = describe(error);
  if (status === 413 || (status === 400 && BAD_REQUEST.has(name)))
    return { kind: 'refused', code: status === 413 ? 'RequestTooLarge' : String(name), message };
  if (status === 429 || THROTTLES.has(name)) {
    const retryAfterMs = readRetryAfter($response?.headers?.['retry-after']);
    return { kind: 'throttled', message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  }
  return { kind: 'failed', trouble: troubleOf(status, name, code), message };
}

function troubleOf(status: unknown, name: unknown, code: unknown): UploadTrouble {
  if (typeof status === 'number' && status >= 500) return 'http-5xx';
  if (typeof status === 'number' && status >= 400) return 'http-4xx';
  const known = typeof code === 'string' ? TROUBLES[code] : undefined;
  // The SDK calls every connection that breaks a TimeoutError, so that the code decides first.
  return known ?? (name === 'AbortError' ? 'timeout' : 'other');
}

/** One line that says what happened; the SDK adds advice for developers after the first one. */
function describe(error: unknown): string {
  const { name, message, $metadata } = (error ?? {}) as SdkError;
  const [first = ''] = String(message ?? error).split('\n', 1);
  const status = $metadata?.httpStatusCode;
  if (name === 'SyntaxError')
    return `the answer is not X-Ray's (HTTP ${String(status)}): ${first.slice(0, 200)}`;
  const text = `${String(name ?? 'Error')}: ${first.slice(0, 500)}`;
  return status === undefined ? text : `${text} (HTTP ${String(status)})`;
}

/** Seconds, or a date in HTTP's form. */
function readRetryAfter(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
