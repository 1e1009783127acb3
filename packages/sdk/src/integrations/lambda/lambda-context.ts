/** What the runtime gives each invocation, as far as it is read here. */
export interface LambdaContext {
  readonly functionName?: string;
  readonly invokedFunctionArn?: string;
  readonly awsRequestId?: string;
  /** The invocation's trace header, in runtimes of 2026 and later. */
  readonly xRayTraceId?: string;
  getRemainingTimeInMillis?(): number;
}

/** Whether this invocation is the first of its environment; the second question gets `false`. */
export function isColdStart(): boolean {
  const cold = !warm && process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] !== 'provisioned-concurrency';
  warm = true;
  return cold;
}

let warm = false;
