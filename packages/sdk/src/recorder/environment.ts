import type { ContextMissingStrategy } from '../context/context-missing.js';
import type { Datagrams } from '../emitter/datagram-form.js';
import { type LogLevel, logLevels } from '../logging/logger.js';
import type { ProblemLog } from '../logging/problem-log.js';

/** What the environment says. Members are left out where a variable is not set, or says nothing that can be understood. */
export interface Environment {
  readonly disabled: boolean;
  readonly daemonAddress?: string;
  readonly tracingName?: string;
  readonly contextMissing?: ContextMissingStrategy;
  readonly logLevel?: LogLevel;
  readonly sampling?: string;
  readonly datagrams?: Datagrams;
  /** Whether what is not sampled bears ids of zeros. */
  readonly noopIds: boolean;
  /** In Lambda nothing listens for sampling statistics, and an idle process does not run. */
  readonly lambda: boolean;
  /** The variables whose value was not understood, as `NAME=value`. */
  readonly ignored: readonly string[];
}

const STRATEGIES: Readonly<Record<string, ContextMissingStrategy>> = {
  LOG_ERROR: 'log',
  IGNORE_ERROR: 'ignore',
  RUNTIME_ERROR: 'throw',
};

/** What the environment of a function on Lambda says where nobody adds to it, besides the daemon's address. */
export const lambdaEnvironment: Environment = { disabled: false, noopIds: true, lambda: true, ignored: [] };

/** Reads the environment variables that recorders honour, with the names and values of AWS's own SDKs. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const ignored: string[] = [];
  const contextMissing = chosen(
    env,
    'AWS_XRAY_CONTEXT_MISSING',
    (text) => STRATEGIES[text.toUpperCase()],
    ignored,
  );
  const datagrams = chosen(env, 'RADIOGRAPH_DATAGRAMS', toDatagrams, ignored);
  const logLevel =
    chosen(env, 'AWS_XRAY_LOG_LEVEL', toLogLevel, ignored) ??
    (env['AWS_XRAY_DEBUG_MODE'] ? 'debug' : undefined);
  return {
    disabled: env['AWS_XRAY_SDK_DISABLED']?.trim().toLowerCase() === 'true',
    ...(env['AWS_XRAY_DAEMON_ADDRESS'] && { daemonAddress: env['AWS_XRAY_DAEMON_ADDRESS'] }),
    ...(env['AWS_XRAY_TRACING_NAME'] && { tracingName: env['AWS_XRAY_TRACING_NAME'] }),
    ...(env['RADIOGRAPH_SAMPLING'] && { sampling: env['RADIOGRAPH_SAMPLING'] }),
    ...(datagrams && { datagrams }),
    ...(contextMissing && { contextMissing }),
    ...(logLevel && { logLevel }),
    noopIds: env['AWS_XRAY_NOOP_ID']?.trim().toLowerCase() !== 'false',
    lambda: Boolean(env['LAMBDA_TASK_ROOT']),
    ignored,
  };
}

/** Logs which variables were not understood. */
export function reportIgnored(problems: ProblemLog, ignored: readonly string[]): void {
  problems.report('sdk/environment-ignored', `not understood, so ignored: ${ignored.join(', ')}`);
}

function chosen<T>(
  env: NodeJS.ProcessEnv,
  name: string,
  choose: (text: string) => T | undefined,
  ignored: string[],
): T | undefined {
  const text = env[name]?.trim();
  if (!text) return undefined;
  const value = choose(text);
  if (value === undefined) ignored.push(`${name}=${text.slice(0, 100)}`);
  return value;
}

function toLogLevel(text: string): LogLevel | undefined {
  return logLevels.find((level) => level === text.toLowerCase());
}

function toDatagrams(text: string): Datagrams | undefined {
  const choice = text.toLowerCase();
  return choice === 'one' || choice === 'lines' ? choice : undefined;
}
