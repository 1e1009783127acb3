/** AWS Lambda, as far as a function sees it: the Runtime API, and AWS's own runtime client that runs the function. */

export { type FunctionOptions, type LambdaFunction, startFunction } from './lambda-function.js';
export type { InvocationRequest, Outcome } from './runtime-api.js';
