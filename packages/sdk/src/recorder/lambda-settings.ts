import { ContextMissing } from '../context/context-missing.js';
import { DEFAULT_DAEMON_ADDRESS, type Endpoint, parseDaemonAddress } from '../emitter/daemon-address.js';
import { DirectEmitter } from '../emitter/direct-emitter.js';
import { describeError } from '../exception/format-exception.js';
import { consoleLogger } from '../logging/logger.js';
import { ProblemLog } from '../logging/problem-log.js';
import { systemClock } from '../segment/clock.js';
import { lambdaIds } from '../segment/ids.js';
import { repairName } from '../segment/name.js';
import { DisabledSegment } from '../segment/unsampled.js';
import { type Environment, lambdaEnvironment, readEnvironment, reportIgnored } from './environment.js';
import type { InvocationSettings } from './invocation-recorder.js';
import { lambdaDaemon } from './lambda-daemon.js';
import { type Recording, sdkItself, thisRuntime } from './recording.js';

/**
 * Makes the settings of a recorder on AWS Lambda. What cannot be used in the environment is logged and left out; where it says no more
 * than Lambda itself puts there, little is looked at.
 */
export function lambdaSettings(env: NodeJS.ProcessEnv): InvocationSettings {
  const said = saysMore(env);
  const environment = said ? readEnvironment(env) : lambdaEnvironment;
  const problems = new ProblemLog(consoleLogger, environment.logLevel ?? 'warn');
  const recording: Recording = {
    clock: systemClock,
    ids: lambdaIds,
    outlet: {
      emitter: new DirectEmitter(lambdaDaemon(env) ?? usableDaemon(environment, problems), problems),
    },
    problems,
    streamingThreshold: 100,
    describe: describeError,
    openSegments: undefined,
    noopIds: environment.noopIds,
    traceparent: undefined,
    service: thisRuntime,
    surroundings: { aws: sdkItself, origin: undefined },
  };
  return {
    disabled: environment.disabled,
    nothing: undefined,
    recording,
    contextMissing: new ContextMissing(
      environment.contextMissing ?? 'log',
      problems,
      env['LAMBDA_TASK_ROOT'] !== undefined,
    ),
    tracingName: undefined,
    service: 'unknown',
    ...(said && whatIsSaid(environment, recording)),
  };
}

/** What is seldom set. */
function whatIsSaid(
  { disabled, tracingName, ignored }: Environment,
  recording: Recording,
): Partial<InvocationSettings> {
  if (ignored.length > 0) reportIgnored(recording.problems, ignored);
  return {
    ...(disabled && { nothing: new DisabledSegment(recording, '', undefined, '') }),
    ...(tracingName !== undefined && { tracingName: repairName(tracingName) }),
  };
}

/** Whether the environment says more than Lambda itself puts there. */
function saysMore(env: NodeJS.ProcessEnv): boolean {
  return (
    (env['AWS_XRAY_CONTEXT_MISSING'] ?? 'LOG_ERROR') !== 'LOG_ERROR' ||
    (env['AWS_XRAY_SDK_DISABLED'] ??
      env['AWS_XRAY_LOG_LEVEL'] ??
      env['AWS_XRAY_DEBUG_MODE'] ??
      env['AWS_XRAY_TRACING_NAME'] ??
      env['AWS_XRAY_NOOP_ID'] ??
      env['RADIOGRAPH_DATAGRAMS']) !== undefined
  );
}

function usableDaemon({ daemonAddress }: Environment, problems: ProblemLog): Endpoint {
  try {
    return parseDaemonAddress(daemonAddress ?? DEFAULT_DAEMON_ADDRESS).udp;
  } catch (error) {
    problems.report('sdk/environment-ignored', 'a variable of the environment was ignored', { error });
    return parseDaemonAddress(DEFAULT_DAEMON_ADDRESS).udp;
  }
}
