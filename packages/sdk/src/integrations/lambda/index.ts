/** Invocations of AWS Lambda functions. */

// For users
export {
  addError,
  addMetadata,
  annotate,
  beginSubsegment,
  capture,
  currentSegment,
  currentSubsegment,
  flush,
  run,
} from '../../light.js';
export { type AnyHandler, lambda } from './lambda.js';
export type { LambdaContext } from './lambda-context.js';
export { captureMessage, isSampled, type Message, traceHeaderOf } from './message.js';
export { type LambdaMiddleware, lambdaMiddleware, type MiddyRequest } from './middleware.js';
export type { LambdaOptions } from './options.js';
