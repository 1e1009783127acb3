import type { DaemonError } from '@radiograph/daemon';
import { type Intake, type Logger, startIntake } from '@radiograph/daemon';
import { limits } from '@radiograph/protocol';
import { type KeySource, type Service, ServiceError, startService } from '@radiograph/service';
import type { TraceStore } from '@radiograph/store';
import { patientSink } from './patient-sink.js';

/** What listens, and on what it works. */
export interface ListeningOptions {
  readonly store: TraceStore;
  readonly logger: Logger;
  readonly address: string;
  readonly port: number;
  readonly strict: boolean;
  readonly insecure: boolean;
  readonly keys: KeySource | undefined;
  /** Networks besides this machine whose SDKs need no key. */
  readonly allow: readonly string[];
  readonly otlp: boolean;
  readonly publicHosts: readonly string[];
  readonly consoleFolder: string | undefined;
  readonly version: string;
  /** The intake has died on its own. */
  readonly onFailure: (error: DaemonError) => void;
}

/** The UDP and the TCP half, on one number. */
export interface Listening {
  readonly intake: Intake;
  readonly service: Service;
}

/** How often another number is tried when the system's choice for UDP is taken on TCP. */
const ATTEMPTS = 20;

/** Where every OpenTelemetry SDK sends by default. */
const OTLP_PORT = 4318;

const THIS_MACHINE: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** Listens by UDP and TCP on the same number, also when the system is to choose it (port 0). */
export async function listen(options: ListeningOptions): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    const intake = await startIntakeFor(options);
    try {
      return { intake, service: await startServiceFor(options, intake) };
    } catch (error) {
      await intake.close();
      const another =
        error instanceof ServiceError && error.code === 'service/address-in-use' && options.port === 0;
      if (!another || attempt === ATTEMPTS) throw error;
    }
  }
}

function startIntakeFor(options: ListeningOptions): Promise<Intake> {
  const { store, logger, address, port, strict, onFailure } = options;
  const senders = allowedSenders(options);
  return startIntake({
    sink: patientSink(store, { durability: 'lazy', maxDocumentBytes: limits.segmentBytes, strict }),
    host: address,
    port,
    logger,
    onFailure,
    ...(senders !== undefined && { allow: senders }),
  });
}

/** Datagrams bear no key: where keys are used, they are taken from this machine and the networks that were named. */
function allowedSenders({ keys, allow }: ListeningOptions): readonly string[] | undefined {
  return keys === undefined && allow.length === 0 ? undefined : [...THIS_MACHINE, ...allow];
}

function startServiceFor(options: ListeningOptions, intake: Intake): Promise<Service> {
  const { store, logger, address, strict, insecure, publicHosts, version, consoleFolder } = options;
  const { keys, allow, otlp } = options;
  return startService({
    store,
    logger,
    host: address,
    port: intake.address.port,
    strict,
    insecure,
    allow,
    otlp,
    otlpPort: OTLP_PORT,
    publicHosts,
    version,
    intakeCounters: () => intake.counters(),
    ...(keys !== undefined && { keys }),
    ...(consoleFolder !== undefined && { consoleFolder }),
  });
}
