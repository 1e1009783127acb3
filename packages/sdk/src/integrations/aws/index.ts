/** Clients of the AWS SDK for JavaScript, version 3. */

// For users
export { type AwsOptions, aws } from './aws.js';
// For integrators
export type { AwsClient } from './client.js';
export type { OperationParameters, Parameter, ParameterTable } from './parameter.js';
export { traceHeaderOf } from './received-message.js';
