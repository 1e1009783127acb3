import type { AddressInfo } from 'node:net';
import type { IntakeCounters } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { readConsoleFiles } from './console/console-files.js';
import { createApp } from './http/app.js';
import { isLoopback } from './http/loopback.js';
import { openServer } from './http/open-server.js';
import { resolveAddress } from './http/resolve-address.js';
import { type Logger, silentLogger } from './logger.js';
import { DaemonHealth } from './own/daemon-health.js';
import { HttpIntake } from './own/http-intake.js';
import { LiveFeed } from './own/live-feed.js';
import { RecentVocabulary } from './own/recent-vocabulary.js';
import { ServiceError } from './service-error.js';
import { xrayParts } from './xray/xray-parts.js';

/** How a service is started. */
export interface ServiceOptions {
  /** Where traces are kept; the service does not close it. */
  readonly store: TraceStore;
  /** The address or name to listen on: `127.0.0.1`, `::1`, `localhost`, … */
  readonly host: string;
  /** The TCP port; 0 takes any that is free. */
  readonly port: number;
  /** Hold X-Ray's own limits and its default sampling. */
  readonly strict?: boolean;
  /** The folder of the console's built files; without it a plain page stands in. */
  readonly consoleFolder?: string;
  /** Names, besides those of the loopback, under which browsers and clients may address the service. */
  readonly publicHosts?: readonly string[];
  /** Listen beyond the loopback although no request needs a key. Only for networks that are trusted. */
  readonly insecure?: boolean;
  readonly logger?: Logger;
  /** What the UDP intake of this process has counted, for status and live feed. */
  readonly intakeCounters?: () => IntakeCounters;
  /** The version shown by status. */
  readonly version?: string;
}

/** A service that is listening. */
export interface Service {
  /** Where it answers, for a browser on this machine: `http://127.0.0.1:2000`. */
  readonly url: string;
  readonly address: AddressInfo;
  /** Stops listening, ends live feeds, lets requests in flight finish (five seconds at most), then settles. */
  close(): Promise<void>;
}

/**
 * Starts the HTTP side of Radiograph: the X-Ray API, the own API and the console on one TCP port.
 *
 * @throws ServiceError `service/address-in-use`, `service/address-unavailable`, `service/address-forbidden`, or
 *   `service/insecure-address` where `host` is reachable from other machines and `insecure` is not set
 * @example
 * const service = await startService({ store, host: '127.0.0.1', port: 2000 });
 * console.log(service.url);
 * await service.close();
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const address = await resolveAddress(options.host);
  checkExposure(options, address);
  const consoleFiles = await readConsoleFiles(options.consoleFolder);
  const parts = createParts(options, address);
  let closing = false;
  const app = createApp({
    ...parts,
    names: { host: options.host, address, publicHosts: options.publicHosts ?? [] },
    consoleFiles,
    logger: options.logger ?? silentLogger,
    closing: () => closing,
  });
  try {
    const server = await openServer(app.fetch, address, options.port);
    return {
      url: server.url,
      address: server.address,
      async close() {
        closing = true;
        parts.own.live.close();
        await server.close();
      },
    };
  } catch (error) {
    parts.own.live.close();
    throw error;
  }
}

function checkExposure({ host, insecure }: ServiceOptions, address: string): void {
  if (isLoopback(address) || insecure === true) return;
  throw new ServiceError(
    'service/insecure-address',
    `${host} can be reached from other machines, and requests need no key yet. Listen on 127.0.0.1, or set insecure where the network is trusted.`,
  );
}

function createParts(options: ServiceOptions, address: string) {
  const { store, strict = false } = options;
  const daemons = new DaemonHealth();
  const intake = new HttpIntake();
  const startedAtS = Math.floor(Date.now() / 1000);
  const intakeStatus = () => ({ udp: options.intakeCounters?.() ?? null, http: intake.counters() });
  const live = new LiveFeed({ store, counters: intakeStatus });
  return {
    xray: xrayParts({ store, strict, daemons, intake, sampleEverything: isLoopback(address) && !strict }),
    own: {
      store,
      strict,
      version: options.version ?? '0.0.0',
      startedAtS,
      daemons,
      live,
      vocabulary: new RecentVocabulary(store),
      intakeStatus,
    },
  };
}
