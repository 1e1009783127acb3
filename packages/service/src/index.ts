/** The HTTP side of Radiograph: the X-Ray API, its own API and the console's files over a trace store. */

// For users

export {
  type RefusalCode,
  ServiceError,
  type ServiceErrorCode,
  type ServiceErrorOptions,
} from './service-error.js';
export { type Service, type ServiceOptions, startService } from './start-service.js';

// For integrators

export type { KeySource } from './access/key-ring.js';
export type { Logger } from './logger.js';
export type { CompleteAnswer } from './own/complete.js';
export type { DaemonReport } from './own/daemon-health.js';
export type { HttpIntakeCounters } from './own/http-intake.js';
export type { AnalyzeAnswer, AnalyzedSet } from './own/reading/analyze.js';
export type { CauseCount, CauseKind } from './own/reading/cause-tally.js';
export type { CompareAnswer, ComparedTrace } from './own/reading/compare.js';
export type { ExceptionSummary, ExceptionsAnswer } from './own/reading/exceptions.js';
export type { GraphAnswer } from './own/reading/graph.js';
export type { HistogramAnswer, HistogramCell, HistogramPeriod } from './own/reading/histogram.js';
export type { Coverage } from './own/reading/scan.js';
export type { OutcomeCounts, TraceOutcome } from './own/reading/trace-outcome.js';
export type { FieldCounts, ValueCount } from './own/reading/value-tally.js';
export type { IntakeStatus, Status } from './own/status.js';
