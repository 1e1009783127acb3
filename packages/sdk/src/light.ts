/** The part of the SDK that a function on AWS Lambda needs: it loads no sampling, and nothing that reads options. */

// For integrators
export { context } from './context/context.js';
export type { InvocationRecorder } from './recorder/invocation-recorder.js';
export { invocationHeader } from './recorder/invocations.js';
export { lambdaDaemon } from './recorder/lambda-daemon.js';
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
  sharedRecorder,
} from './recorder/shared-recorder.js';
export type { CurrentEntity, CurrentSubsegment, Entity, Segment, Subsegment } from './segment/entity.js';
