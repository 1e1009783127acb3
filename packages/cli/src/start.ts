import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { DaemonError } from '@radiograph/daemon';
import { limits } from '@radiograph/protocol';
import type { KeySource } from '@radiograph/service';
import { openStore, type StoreOptions, type TraceStore } from '@radiograph/store';
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';
import { consoleFolder } from './console-folder.js';
import { addressToBind } from './host.js';
import { listen } from './listening.js';
import type { StartOptions } from './start-options.js';
import { firstStopSignal, type StopSignal } from './stopping.js';
import { packageVersion } from './version.js';

/** What X-Ray takes of one trace; everything else that `--strict` holds is held by whoever takes documents and requests. */
const strictStore: Pick<StoreOptions, 'maxTraceBytes' | 'indexedAnnotations'> = {
  maxTraceBytes: limits.strictTraceBytes,
  indexedAnnotations: limits.indexedAnnotations,
};

/**
 * Runs daemon, service and console until a signal ends them, then writes everything that was received.
 * Prints one line with the URL when all of it is ready. Rejects with the error of whichever part could not start or go on.
 */
export async function start(options: StartOptions): Promise<void> {
  const address = await addressToBind(
    options.host,
    options.insecure === true || keysOf(options) !== undefined,
  );
  const logger = makeLogger(options.logLevel);
  const signal = firstStopSignal();
  const folder = resolve(options.data);
  const store = await openStore({
    folder,
    retentionS: options.retention,
    indexedKeys: options.index,
    ...(options.maxDisk !== undefined && { maxDiskBytes: options.maxDisk }),
    ...(options.strict === true && strictStore),
    logger,
  });
  try {
    await serve(options, address, store, logger, signal);
  } finally {
    await store.close();
  }
  logger.info({ folder }, 'Closed; everything received is written');
}

async function serve(
  options: StartOptions,
  address: string,
  store: TraceStore,
  logger: Logger,
  signal: Promise<StopSignal>,
): Promise<void> {
  let fail: (error: DaemonError) => void = () => {};
  const failure = new Promise<DaemonError>((resolve) => {
    fail = resolve;
  });
  const { intake, service } = await listen({
    store,
    logger,
    address,
    port: options.port,
    strict: options.strict ?? false,
    insecure: options.insecure ?? false,
    keys: keysOf(options),
    allow: options.allow,
    otlp: options.otlp,
    publicHosts: isIP(options.host) === 0 ? [options.host, ...options.publicHost] : options.publicHost,
    consoleFolder: consoleFolder(),
    version: packageVersion(),
    onFailure: fail,
  });
  process.stdout.write(`Radiograph is at ${service.url}\n`);
  if (service.otlpUrl !== undefined) logger.info({ url: service.otlpUrl }, 'Taking OpenTelemetry here too');
  try {
    logger.info(
      { signal: await Promise.race([signal, failure]) },
      'Closing down; a second signal ends at once',
    );
  } finally {
    await Promise.all([intake.close(), service.close()]);
  }
}

/** Keys come from the file of `--keys`, or from the environment in the file's form. */
function keysOf({ keys }: StartOptions): KeySource | undefined {
  if (keys !== undefined) return { file: resolve(keys) };
  const text = process.env['RADIOGRAPH_KEYS'];
  return text === undefined || text === '' ? undefined : { text };
}

function makeLogger(level: string): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination({ dest: 2, sync: true }));
}
