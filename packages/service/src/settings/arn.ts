/** What every ARN of this service begins with: it has no region and no account of AWS. */
export const arnPrefix = 'arn:aws:xray:local:000000000000:';
