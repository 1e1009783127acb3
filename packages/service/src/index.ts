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

export type { Logger } from './logger.js';
export type { CompleteAnswer } from './own/complete.js';
export type { DaemonReport } from './own/daemon-health.js';
export type { HttpIntakeCounters } from './own/http-intake.js';
export type { IntakeStatus, Status } from './own/status.js';
