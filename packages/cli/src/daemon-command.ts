import {
  type CompileKeep,
  type Daemon,
  type DaemonConfiguration,
  DaemonError,
  startDaemon,
} from '@radiograph/daemon';
import { loadConfiguration } from './daemon-configuration.js';
import { type DaemonFlags, readDaemonFlags } from './daemon-flags.js';
import { daemonHelp } from './daemon-help.js';
import { type DaemonLog, openDaemonLog } from './daemon-log.js';
import { defaultSpoolFolder } from './daemon-spool-folder.js';
import { firstStopSignal, type StopSignal } from './stopping.js';
import { packageVersion } from './version.js';

const SIGNALS: Readonly<Record<StopSignal, string>> = { SIGINT: 'interrupt', SIGTERM: 'terminated' };

/**
 * Runs the relay with the flags of AWS's daemon until a signal ends it, then sends what waits. Gives the exit code: 1 when it could not start
 * or go on, with the reason on stderr.
 *
 * @throws CliError `cli/invalid-value` for flags that it does not take
 */
export async function daemon(parameters: readonly string[]): Promise<0 | 1> {
  const flags = readDaemonFlags(parameters);
  try {
    if (flags.help) process.stdout.write(daemonHelp());
    else if (flags.version)
      process.stdout.write(`AWS X-Ray daemon version: ${packageVersion()} (Radiograph)\n`);
    else await run(flags);
    return 0;
  } catch (error) {
    if (!(error instanceof DaemonError)) throw error;
    process.stderr.write(`error: ${error.message.slice(error.code.length + 2)}\n`);
    return 1;
  }
}

async function run(flags: DaemonFlags): Promise<void> {
  const { configuration, file, warnings } = await loadConfiguration(flags);
  await loadTailFilter(configuration);
  const log = openDaemonLog(configuration);
  log.info({}, `Initializing Radiograph daemon ${packageVersion()}, in place of AWS X-Ray daemon`);
  if (file !== undefined) log.info({}, `Using configuration file ${file}`);
  for (const warning of warnings) log.warn({}, warning);
  // The SDK's advice about Node's age is for those who develop with it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const signal = firstStopSignal();
  let fail: (error: DaemonError) => void = () => {};
  const failure = new Promise<DaemonError>((resolve) => {
    fail = resolve;
  });
  try {
    const running = await startDaemon({
      configuration,
      version: packageVersion(),
      logger: log,
      spoolFolder: defaultSpoolFolder(configuration.udpAddresses[0]?.port ?? 0),
      compileKeep: compileLoaded,
      onFailure: fail,
    });
    process.on('SIGHUP', () => void reload(flags, running, log));
    await end(running, log, await Promise.race([signal, failure]));
  } catch (error) {
    // AWS's daemon has it in its log file as well, where whoever runs it will look.
    if (configuration.logPath !== '') log.error({}, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

let tailFilter: CompileKeep | undefined;

/** The filter language takes megabytes of memory, and most daemons have no tail rules. */
async function loadTailFilter({ tailSample }: DaemonConfiguration): Promise<void> {
  if (tailSample !== 100) tailFilter = (await import('./tail-filter.js')).compileTailFilter;
}

const compileLoaded: CompileKeep = (text) => {
  if (tailFilter === undefined) throw new Error('the filter language is not loaded');
  return tailFilter(text);
};

async function end(running: Daemon, log: DaemonLog, reason: StopSignal | DaemonError): Promise<void> {
  const failed = reason instanceof DaemonError;
  if (failed) log.error({ code: reason.code }, reason.message);
  else log.info({}, `Got shutdown signal: ${SIGNALS[reason]}`);
  await running.close();
  const { intakes, outlets } = running.status();
  log.info({ intakes, outlets }, 'Shutdown finished');
  if (failed) throw reason;
}

async function reload(flags: DaemonFlags, running: Daemon, log: DaemonLog): Promise<void> {
  try {
    const { configuration, file, warnings } = await loadConfiguration(flags);
    await loadTailFilter(configuration);
    log.reopen(configuration);
    for (const warning of warnings) log.warn({}, warning);
    await running.reload(configuration);
    log.info({}, `Read the configuration again${file === undefined ? '' : ` from ${file}`}`);
  } catch (error) {
    log.error(
      {},
      `The configuration stays as it was: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
