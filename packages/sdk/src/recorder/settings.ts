import { readFileSync } from 'node:fs';
import { formatTraceparent } from '@radiograph/protocol';
import { ContextMissing } from '../context/context-missing.js';
import { type DaemonAddress, DEFAULT_DAEMON_ADDRESS, parseDaemonAddress } from '../emitter/daemon-address.js';
import { DatagramForm } from '../emitter/datagram-form.js';
import type { Emitter } from '../emitter/emitter.js';
import { UdpEmitter } from '../emitter/udp-emitter.js';
import { describeBy } from '../exception/chosen-format.js';
import { describeError } from '../exception/format-exception.js';
import { consoleLogger, type LogLevel, logLevels } from '../logging/logger.js';
import { ProblemLog } from '../logging/problem-log.js';
import { CentralSampler } from '../sampling/central-sampler.js';
import { LocalSampler } from '../sampling/local-sampler.js';
import { type Sampler, sampleAll, sampleNone } from '../sampling/sampler.js';
import { checkRules, defaultRules } from '../sampling/sampling-rules.js';
import { daemonSamplingService } from '../sampling/sampling-service.js';
import { SdkError } from '../sdk-error.js';
import { type Clock, systemClock } from '../segment/clock.js';
import { lambdaIds, randomIds } from '../segment/ids.js';
import { repairName } from '../segment/name.js';
import { OpenSegments } from '../segment/open-segments.js';
import { ifPrintable } from '../segment/text.js';
import { DisabledSegment } from '../segment/unsampled.js';
import { type Environment, readEnvironment, reportIgnored } from './environment.js';
import type { InvocationSettings } from './invocation-recorder.js';
import type { CentralSampling, RecorderOptions, Sampling } from './options.js';
import { type Recording, sdkItself, thisRuntime } from './recording.js';

/** Everything a recorder works with, made from its options and the environment. */
export interface Settings extends InvocationSettings {
  readonly sampler: Sampler;
  /** What the daemon's datagrams hold; the sampler learns it for the emitter. */
  readonly datagrams: DatagramForm;
  /** Whether invocations of AWS Lambda are what is recorded. */
  readonly lambda: boolean;
}

/**
 * Makes settings, without side effects: no socket is opened before the first document.
 *
 * @param known what was learnt of a daemon's datagrams, in case it is the same daemon
 * @throws SdkError when an option, the daemon's address or the sampling rules cannot be used
 */
export function makeSettings(
  options: RecorderOptions,
  env: NodeJS.ProcessEnv = process.env,
  known?: DatagramForm,
): Settings {
  const environment = readEnvironment(env);
  if (Object.keys(options).length > 0) checkOptions(options);
  const problems = new ProblemLog(
    options.logger ?? consoleLogger,
    environment.logLevel ?? options.logLevel ?? 'warn',
  );
  if (environment.ignored.length > 0) reportIgnored(problems, environment.ignored);
  const clock = options.clock ?? systemClock;
  const address = parseDaemonAddress(
    environment.daemonAddress ?? options.daemonAddress ?? DEFAULT_DAEMON_ADDRESS,
  );
  const datagrams = makeForm(options, environment, address, known);
  const emitter = options.emitter ?? new UdpEmitter(address.udp, problems, datagrams);
  const recording = makeRecording(options, environment, emitter, problems, clock);
  return {
    disabled: environment.disabled,
    nothing: environment.disabled ? new DisabledSegment(recording, '', undefined, '') : undefined,
    recording,
    sampler: makeSampler(environment, options, clock, (fallback) => {
      const service = daemonSamplingService(address.tcp, (value) => datagrams.told(value));
      return new CentralSampler({ service, fallback, clock, problems });
    }),
    datagrams,
    contextMissing: new ContextMissing(
      environment.contextMissing ?? options.contextMissing ?? 'log',
      problems,
      environment.lambda,
    ),
    lambda: environment.lambda,
    tracingName: environment.tracingName === undefined ? undefined : repairName(environment.tracingName),
    service: repairName(options.service ?? 'unknown'),
  };
}

function makeRecording(
  options: RecorderOptions,
  environment: Environment,
  emitter: Emitter,
  problems: ProblemLog,
  clock: Clock,
): Recording {
  const { formatException, inProgressAfterMs } = options;
  return {
    clock,
    ids: options.ids ?? (environment.lambda ? lambdaIds : randomIds),
    outlet: { emitter },
    problems,
    streamingThreshold: options.streamingThreshold ?? 100,
    describe: formatException === undefined ? describeError : describeBy(formatException, problems),
    openSegments: inProgressAfterMs === undefined ? undefined : new OpenSegments(inProgressAfterMs),
    noopIds: environment.noopIds,
    traceparent:
      options.traceparent === true ? (header) => ifPrintable(formatTraceparent(header)) : undefined,
    service: {
      ...(options.version !== undefined && { version: options.version }),
      ...thisRuntime,
    },
    surroundings: { aws: sdkItself, origin: options.origin },
  };
}

/** In Lambda a process stands still after its answer: nothing may wait there, and the daemon is Lambda's own. */
function makeForm(
  options: RecorderOptions,
  environment: Environment,
  address: DaemonAddress,
  known: DatagramForm | undefined,
): DatagramForm {
  const set = environment.lambda ? 'one' : (environment.datagrams ?? options.datagrams);
  return known?.isFor(address, set) === true ? known : new DatagramForm(address, set);
}

function makeSampler(
  environment: Environment,
  options: RecorderOptions,
  clock: Clock,
  makeCentral: (fallback: Sampler) => Sampler,
): Sampler {
  const sampling = environment.sampling ?? options.sampling;
  if (sampling === undefined)
    return environment.lambda
      ? whenNeeded(() => makeLocalSampler('local', clock))
      : makeCentral(makeLocalSampler('local', clock));
  if (sampling === 'all') return sampleAll;
  if (sampling === 'none') return sampleNone;
  if (isSampler(sampling)) return sampling;
  if (!isCentral(sampling)) return makeLocalSampler(sampling, clock);
  const fallback = makeLocalSampler(sampling.fallback, clock);
  return environment.lambda ? fallback : makeCentral(fallback);
}

/** In Lambda invocations are decided on already: there is seldom anything to sample. */
function whenNeeded(make: () => Sampler): Sampler {
  let sampler: Sampler | undefined;
  return {
    sample(request) {
      sampler ??= make();
      return sampler.sample(request);
    },
  };
}

function makeLocalSampler(rules: Exclude<Sampling, Sampler | CentralSampling>, clock: Clock): LocalSampler {
  if (rules === 'local') return new LocalSampler(defaultRules, clock);
  return new LocalSampler(checkRules(typeof rules === 'string' ? readRules(rules) : rules), clock);
}

function isSampler(sampling: Sampling | undefined): sampling is Sampler {
  return typeof (sampling as Partial<Sampler> | null | undefined)?.sample === 'function';
}

function isCentral(sampling: Sampling | undefined): sampling is CentralSampling {
  return (sampling as Partial<CentralSampling> | null | undefined)?.fallback !== undefined;
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
  checkChoice('datagrams', options.datagrams, ['one', 'lines']);
  checkChoice('contextMissing', options.contextMissing, ['log', 'ignore', 'throw']);
  checkCount('streamingThreshold', options.streamingThreshold, 0, 'a whole number, 0 or more');
  checkCount('inProgressAfterMs', options.inProgressAfterMs, 1, 'whole milliseconds, 1 or more');
  if (options.formatException !== undefined && typeof options.formatException !== 'function')
    throw new SdkError('sdk/invalid-option', 'formatException is no function; give one that takes the error');
}

function checkCount(name: string, value: number | undefined, least: number, form: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value < 2 ** 31)) return;
  throw new SdkError('sdk/invalid-option', `${name} is ${String(value)}; give ${form}`);
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value as string)) return;
  throw new SdkError(
    'sdk/invalid-option',
    `${name} is '${String(value)}'; give one of ${choices.join(', ')}`,
  );
}
