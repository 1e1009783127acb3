/** The codes by which AWS's services say "too many requests", with whatever status. */
const CODES: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Whether an error of the AWS SDK means that the service was asked too often. */
export function isThrottling(error: unknown): boolean {
  const { name, $retryable } = (error ?? {}) as { name?: unknown; $retryable?: { throttling?: unknown } };
  return (typeof name === 'string' && CODES.has(name)) || $retryable?.throttling === true;
}
