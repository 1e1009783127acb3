/** What the runtime gives each invocation, as far as it is read here. */
export interface LambdaContext {
  readonly functionName?: string;
  readonly invokedFunctionArn?: string;
  readonly awsRequestId?: string;
  /** The invocation's trace header, in runtimes of 2026 and later. */
  readonly xRayTraceId?: string;
  getRemainingTimeInMillis?(): number;
}

/** Whether the environment was made ready before anybody waited for it. */
export function isProvisioned(): boolean {
  return process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] === 'provisioned-concurrency';
}
