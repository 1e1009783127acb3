/** Receives segment documents, hands them to a sink, and relays them to AWS X-Ray or another Radiograph. */

// For users
export { type ConfigurationProblem, type ReadConfiguration, readCfgYaml } from './configuration/cfg-yaml.js';
export { defaults } from './configuration/defaults.js';
export type { HostAndPort, Kind } from './configuration/kinds.js';
export { type DaemonConfiguration, SETTINGS, type Setting, type Settings } from './configuration/settings.js';
export { type Daemon, type DaemonOptions, startDaemon } from './daemon.js';
export { DaemonError, type DaemonErrorCode } from './daemon-error.js';
export type { DaemonStatus } from './health/daemon-status.js';
export { type Intake, type IntakeAddress, type IntakeOptions, startIntake } from './intake.js';
export type { Logger } from './logger.js';
export type { RelayCounters, RelayLoss } from './relay/ledger.js';
export { Relay, type RelayOptions, type RelaySettings } from './relay/relay.js';
export type { UnprocessedDocument, Upload, UploadAnswer, UploadTrouble } from './relay/upload.js';
export type { Sink } from './sink.js';
export { Spool, type SpoolLoss, type SpoolOptions, type SpoolReading } from './spool/spool.js';
// For integrators
export type { CompileKeep, KeepTrace } from './tail/keep-trace.js';
export type { TailFigures } from './tail/tail-figures.js';
