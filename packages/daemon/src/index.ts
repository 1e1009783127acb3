/** Receives segment documents and hands them to a sink. */

// For users
export { DaemonError, type DaemonErrorCode } from './daemon-error.js';
export { type Intake, type IntakeAddress, type IntakeOptions, startIntake } from './intake.js';

// For integrators
export type { Logger } from './logger.js';
export type { Sink } from './sink.js';
