/** The X-Ray SDK that an application installs. */

// For integrators
export type { SamplingRequest } from '@radiograph/protocol';
export { context } from './context/context.js';
export type { ContextMissingStrategy } from './context/context-missing.js';
export { type DaemonAddress, type Endpoint, parseDaemonAddress } from './emitter/daemon-address.js';
export type { Datagrams } from './emitter/datagram-form.js';
export type { Emitter, EmitterCounters } from './emitter/emitter.js';
export { type SplitDocument, splitDocument } from './emitter/split-document.js';
export type { ExceptionFormat, FormatException } from './exception/format-exception.js';
export type { Logger, LogLevel } from './logging/logger.js';
export type { ProblemCode } from './logging/problem-log.js';
// For users
export {
  beginSegment,
  configure,
  defaultRecorder,
  segment,
  shutdown,
} from './recorder/default-recorder.js';
export type { InvocationRecorder } from './recorder/invocation-recorder.js';
export { invocationHeader } from './recorder/invocations.js';
export type { CentralSampling, RecorderOptions, Sampling } from './recorder/options.js';
export type { Plugin } from './recorder/plugin.js';
export { Recorder } from './recorder/recorder.js';
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
export type { Sampler, SamplingDecision } from './sampling/sampler.js';
export type { SamplingRules, SamplingRulesV1 } from './sampling/sampling-rules.js';
export { SdkError, type SdkErrorCode } from './sdk-error.js';
export type { Clock } from './segment/clock.js';
export type {
  CurrentEntity,
  CurrentSubsegment,
  Entity,
  ErrorKind,
  ErrorOptions,
  Segment,
  SegmentOptions,
  Subsegment,
  SubsegmentOptions,
} from './segment/entity.js';
export type { IdGenerator } from './segment/ids.js';
export type { Link } from './segment/link.js';
export { SDK_VERSION } from './version.js';
