import type { Diagnostic } from '@radiograph/filter';

/** Every code a {@link ServiceError} may bear: why the service did not start, then why a request was refused. */
export type ServiceErrorCode =
  | 'service/address-in-use'
  | 'service/address-unavailable'
  | 'service/address-forbidden'
  | 'service/insecure-address'
  | 'service/invalid-keys'
  | 'service/invalid-network'
  | RefusalCode;

/** Why a request was refused; the own API answers with these codes. */
export type RefusalCode =
  | 'service/invalid-request'
  | 'service/invalid-filter'
  | 'service/rule-limit'
  | 'service/too-many-tags'
  | 'service/unknown-resource'
  | 'service/body-too-large'
  | 'service/unsupported-encoding'
  | 'service/unknown-path'
  | 'service/wrong-method'
  | 'service/missing-key'
  | 'service/unknown-key'
  | 'service/invalid-signature'
  | 'service/wrong-signature'
  | 'service/denied'
  | 'service/forbidden-host'
  | 'service/forbidden-origin'
  | 'service/throttled'
  | 'service/too-many-attempts'
  | 'service/unavailable'
  | 'service/internal';

/** More about a {@link ServiceError}. */
export interface ServiceErrorOptions extends ErrorOptions {
  /** What is wrong with a filter expression, with places in its text. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Which resource is meant, as X-Ray names it: an ARN. */
  readonly resourceName?: string;
}

/** Thrown when the service cannot start, or cannot do what a request asks. The message says what happened and what to do. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: ServiceErrorCode;
  /** The message without its code, as an answer carries it. */
  readonly detail: string;
  readonly diagnostics: readonly Diagnostic[] | undefined;
  readonly resourceName: string | undefined;

  constructor(code: ServiceErrorCode, detail: string, options?: ServiceErrorOptions) {
    super(`${code}: ${detail}`, options);
    this.code = code;
    this.detail = detail;
    this.diagnostics = options?.diagnostics;
    this.resourceName = options?.resourceName;
  }
}
