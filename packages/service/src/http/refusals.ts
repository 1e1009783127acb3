import { OtlpError, type OtlpErrorCode } from '@radiograph/otel/otlp';
import { StoreError, type StoreErrorCode } from '@radiograph/store';
import { type RefusalCode, ServiceError, type ServiceErrorCode } from '../service-error.js';

/** How a refusal travels: its HTTP status, and the error's name in the X-Ray API. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 405 | 413 | 415 | 429 | 500 | 503;
  readonly xrayType: string;
}

const refusals: Readonly<Record<RefusalCode, Refusal>> = {
  'service/invalid-request': { status: 400, xrayType: 'InvalidRequestException' },
  'service/invalid-filter': { status: 400, xrayType: 'InvalidRequestException' },
  'service/rule-limit': { status: 400, xrayType: 'RuleLimitExceededException' },
  'service/too-many-tags': { status: 400, xrayType: 'TooManyTagsException' },
  'service/unknown-resource': { status: 404, xrayType: 'ResourceNotFoundException' },
  'service/body-too-large': { status: 413, xrayType: 'InvalidRequestException' },
  'service/unsupported-encoding': { status: 415, xrayType: 'InvalidRequestException' },
  'service/unknown-path': { status: 404, xrayType: 'UnknownOperationException' },
  'service/wrong-method': { status: 405, xrayType: 'UnknownOperationException' },
  'service/missing-key': { status: 403, xrayType: 'MissingAuthenticationTokenException' },
  'service/unknown-key': { status: 403, xrayType: 'UnrecognizedClientException' },
  'service/invalid-signature': { status: 403, xrayType: 'InvalidSignatureException' },
  'service/wrong-signature': { status: 403, xrayType: 'InvalidSignatureException' },
  'service/denied': { status: 403, xrayType: 'AccessDeniedException' },
  'service/forbidden-host': { status: 403, xrayType: 'AccessDeniedException' },
  'service/forbidden-origin': { status: 403, xrayType: 'AccessDeniedException' },
  'service/throttled': { status: 429, xrayType: 'ThrottledException' },
  'service/too-many-attempts': { status: 429, xrayType: 'ThrottledException' },
  'service/unavailable': { status: 503, xrayType: 'ServiceUnavailable' },
  'service/internal': { status: 500, xrayType: 'InternalFailure' },
};

const fromStore: Readonly<Record<StoreErrorCode, RefusalCode>> = {
  'store/invalid-filter': 'service/invalid-filter',
  'store/unsupported-filter': 'service/invalid-filter',
  'store/invalid-token': 'service/invalid-request',
  'store/conflict': 'service/invalid-request',
  // A search that took too long would take as long again, so clients must not be told to retry it.
  'store/timeout': 'service/invalid-request',
  'store/disk-full': 'service/unavailable',
  'store/no-store': 'service/internal',
  'store/target-exists': 'service/internal',
  'store/target-unwritable': 'service/internal',
  'store/closed': 'service/unavailable',
  'store/locked': 'service/unavailable',
  'store/unreadable': 'service/internal',
  'store/damaged': 'service/unavailable',
  'store/newer-schema': 'service/internal',
};

const fromOtlp: Readonly<Record<OtlpErrorCode, RefusalCode>> = {
  'otlp/unsupported-content-type': 'service/unsupported-encoding',
  'otlp/too-large': 'service/body-too-large',
  'otlp/too-many-spans': 'service/body-too-large',
  'otlp/too-complex': 'service/invalid-request',
  'otlp/malformed': 'service/invalid-request',
};

/** The status and X-Ray name of a refusal. Codes that stop a start never reach a client and count as internal. */
export function refusalOf(code: ServiceErrorCode): Refusal {
  return code in refusals ? refusals[code as RefusalCode] : refusals['service/internal'];
}

/** Refusals of access, each of which leaves a line in the log whatever its level. */
const audited: ReadonlySet<ServiceErrorCode> = new Set<RefusalCode>([
  'service/missing-key',
  'service/unknown-key',
  'service/invalid-signature',
  'service/wrong-signature',
  'service/denied',
  'service/forbidden-host',
  'service/forbidden-origin',
  'service/too-many-attempts',
]);

/** Whether a refusal is one of access. */
export function isAccessRefusal(code: ServiceErrorCode): boolean {
  return audited.has(code);
}

/** Turns whatever a handler threw into the error its client is told. What nobody foresaw is told without its message. */
export function toServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  if (thrown instanceof StoreError) {
    const code = fromStore[thrown.code];
    if (code !== 'service/internal') return new ServiceError(code, detailOf(thrown), { cause: thrown });
  }
  if (thrown instanceof OtlpError)
    return new ServiceError(fromOtlp[thrown.code], detailOf(thrown), { cause: thrown });
  return new ServiceError(
    'service/internal',
    'The service failed; its log has the reason under this request id.',
    {
      cause: thrown,
    },
  );
}

function detailOf(error: StoreError | OtlpError): string {
  const prefix = `${error.code}: `;
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
}
