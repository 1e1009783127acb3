import { readFileSync } from 'node:fs';
import { ContextMissing } from '../context/context-missing.js';
import { DEFAULT_DAEMON_ADDRESS, parseDaemonAddress } from '../emitter/daemon-address.js';
import type { Emitter } from '../emitter/emitter.js';
import { UdpEmitter } from '../emitter/udp-emitter.js';
import { consoleLogger, type LogLevel, logLevels } from '../logging/logger.js';
import { ProblemLog } from '../logging/problem-log.js';
import { LocalSampler } from '../sampling/local-sampler.js';
import { type Sampler, sampleAll, sampleNone } from '../sampling/sampler.js';
import { checkRules, defaultRules } from '../sampling/sampling-rules.js';
import { SdkError } from '../sdk-error.js';
import { type Clock, systemClock } from '../segment/clock.js';
import { randomIds } from '../segment/ids.js';
import { repairName } from '../segment/name.js';
import { SDK_VERSION } from '../version.js';
import { type Environment, readEnvironment } from './environment.js';
import type { RecorderOptions, Sampling } from './options.js';
import type { Recording } from './recording.js';

/** Everything a recorder works with, made from its options and the environment. */
export interface Settings {
  readonly disabled: boolean;
  readonly recording: Recording;
  readonly sampler: Sampler;
  readonly contextMissing: ContextMissing;
  /** Beats the name of every segment. */
  readonly tracingName: string | undefined;
  /** The name of segments begun without one. */
  readonly service: string;
}

/**
 * Makes settings, without side effects: no socket is opened before the first document.
 *
 * @throws SdkError when an option, the daemon's address or the sampling rules cannot be used
 */
export function makeSettings(options: RecorderOptions, env: NodeJS.ProcessEnv = process.env): Settings {
  const environment = readEnvironment(env);
  checkOptions(options);
  const problems = new ProblemLog(
    options.logger ?? consoleLogger,
    environment.logLevel ?? options.logLevel ?? 'warn',
  );
  if (environment.ignored.length > 0) {
    problems.report(
      'sdk/environment-ignored',
      `not understood, so ignored: ${environment.ignored.join(', ')}`,
    );
  }
  const clock = options.clock ?? systemClock;
  return {
    disabled: environment.disabled,
    recording: makeRecording(options, problems, clock, makeEmitter(options, environment, problems)),
    sampler: makeSampler(environment.sampling ?? options.sampling, clock),
    contextMissing: new ContextMissing(
      environment.contextMissing ?? options.contextMissing ?? 'log',
      problems,
    ),
    tracingName: environment.tracingName === undefined ? undefined : repairName(environment.tracingName),
    service: repairName(options.service ?? 'unknown'),
  };
}

function makeRecording(
  options: RecorderOptions,
  problems: ProblemLog,
  clock: Clock,
  emitter: Emitter,
): Recording {
  return {
    clock,
    ids: options.ids ?? randomIds,
    outlet: { emitter },
    problems,
    streamingThreshold: options.streamingThreshold ?? 100,
    service: {
      ...(options.version !== undefined && { version: options.version }),
      runtime: 'node',
      runtime_version: process.versions.node,
    },
    surroundings: {
      aws: { xray: { sdk: 'Radiograph for Node.js', sdk_version: SDK_VERSION } },
      origin: options.origin,
    },
  };
}

function makeEmitter(options: RecorderOptions, environment: Environment, problems: ProblemLog): Emitter {
  const address = parseDaemonAddress(
    environment.daemonAddress ?? options.daemonAddress ?? DEFAULT_DAEMON_ADDRESS,
  );
  return options.emitter ?? new UdpEmitter(address.udp, problems);
}

function makeSampler(sampling: Sampling | undefined, clock: Clock): Sampler {
  if (sampling === undefined) return new LocalSampler(defaultRules, clock);
  if (sampling === 'all') return sampleAll;
  if (sampling === 'none') return sampleNone;
  if (typeof sampling === 'string') return new LocalSampler(checkRules(readRules(sampling)), clock);
  if (isSampler(sampling)) return sampling;
  return new LocalSampler(checkRules(sampling), clock);
}

function isSampler(sampling: Sampling): sampling is Sampler {
  return typeof (sampling as Partial<Sampler> | null)?.sample === 'function';
}

function readRules(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SdkError(
      'sdk/invalid-sampling-rules',
      `the sampling rules in '${path}' cannot be read: ${why}`,
    );
  }
}

function checkOptions(options: RecorderOptions): void {
  checkChoice('logLevel', options.logLevel, logLevels satisfies readonly LogLevel[]);
  checkChoice('contextMissing', options.contextMissing, ['log', 'ignore', 'throw']);
  const threshold = options.streamingThreshold ?? 0;
  if (!Number.isInteger(threshold) || threshold < 0) {
    throw new SdkError(
      'sdk/invalid-option',
      `streamingThreshold is ${threshold}; give a whole number, 0 or more`,
    );
  }
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value as string)) return;
  throw new SdkError(
    'sdk/invalid-option',
    `${name} is '${String(value)}'; give one of ${choices.join(', ')}`,
  );
}
