import type { DaemonError } from '@radiograph/daemon';
import { type Intake, type Logger, startIntake } from '@radiograph/daemon';
import { limits } from '@radiograph/protocol';
import { type Service, ServiceError, startService } from '@radiograph/service';
import type { TraceStore } from '@radiograph/store';

/** What listens, and on what it works. */
export interface ListeningOptions {
  readonly store: TraceStore;
  readonly logger: Logger;
  readonly address: string;
  readonly port: number;
  readonly strict: boolean;
  readonly insecure: boolean;
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

function startIntakeFor({
  store,
  logger,
  address,
  port,
  strict,
  onFailure,
}: ListeningOptions): Promise<Intake> {
  return startIntake({
    sink: {
      accept: (batch) =>
        store.append(batch, { durability: 'lazy', maxDocumentBytes: limits.segmentBytes, strict }),
    },
    host: address,
    port,
    logger,
    onFailure,
  });
}

function startServiceFor(options: ListeningOptions, intake: Intake): Promise<Service> {
  const { store, logger, address, strict, insecure, publicHosts, version, consoleFolder } = options;
  return startService({
    store,
    logger,
    host: address,
    port: intake.address.port,
    strict,
    insecure,
    publicHosts,
    version,
    intakeCounters: () => intake.counters(),
    ...(consoleFolder !== undefined && { consoleFolder }),
  });
}
