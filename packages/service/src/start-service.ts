import type { AddressInfo } from 'node:net';
import type { IntakeCounters } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { Gate, type GateParts } from './access/gate.js';
import { KeyRing, type KeySource } from './access/key-ring.js';
import { loopbackNetworks, Networks } from './access/networks.js';
import { readConsoleFiles } from './console/console-files.js';
import { type Apps, createApps } from './http/app.js';
import { isLoopback } from './http/loopback.js';
import { type OpenServer, openServer } from './http/open-server.js';
import { resolveAddress } from './http/resolve-address.js';
import { type Logger, silentLogger } from './logger.js';
import { timedStore } from './observe/timed-store.js';
import { Timings } from './observe/timings.js';
import { SpanMapper } from './otlp/span-mapper.js';
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
  /** The keys that requests need; without them everybody who reaches the service may do everything. */
  readonly keys?: KeySource;
  /** Networks (`10.0.0.0/8`) besides the loopback whose SDKs may ask for sampling rules and targets without a key. */
  readonly allow?: readonly string[];
  /** Listen beyond the loopback although no request needs a key. Only for networks that are trusted. */
  readonly insecure?: boolean;
  /** Whether traces are taken by OTLP, at `/v1/traces`; they are unless this is false. */
  readonly otlp?: boolean;
  /** A second port, for OTLP alone; where it is taken, the service goes without. */
  readonly otlpPort?: number;
  readonly logger?: Logger;
  /** What the UDP intake of this process, at the same host and port, has counted, for status and live feed; SDKs are told of it. */
  readonly intakeCounters?: () => IntakeCounters;
  /** The version shown by status. */
  readonly version?: string;
}

/** A service that is listening. */
export interface Service {
  /** Where it answers, for a browser on this machine: `http://127.0.0.1:2000`. */
  readonly url: string;
  readonly address: AddressInfo;
  /** Where it takes OTLP besides, where it does. */
  readonly otlpUrl?: string;
  /** Stops listening, ends live feeds, lets requests in flight finish (five seconds at most), then settles. */
  close(): Promise<void>;
}

/**
 * Starts the HTTP side of Radiograph: the X-Ray API, the own API, OTLP and the console.
 *
 * @throws ServiceError `service/address-in-use`, `service/address-unavailable`, `service/address-forbidden`,
 *   `service/invalid-keys`, `service/invalid-network`, or `service/insecure-address` where `host` is reachable from other machines
 *   and neither `keys` are given nor `insecure` is set
 * @example
 * const service = await startService({ store, host: '127.0.0.1', port: 2000 });
 * console.log(service.url);
 * await service.close();
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const logger = options.logger ?? silentLogger;
  const address = await resolveAddress(options.host);
  checkExposure(options, address);
  const consoleFiles = await readConsoleFiles(options.consoleFolder);
  const networks = new Networks([...loopbackNetworks, ...(options.allow ?? [])]);
  const ring = options.keys === undefined ? undefined : new KeyRing(options.keys, logger);
  let closing = false;
  const parts = createParts(options, address, { ring, networks });
  const servers: OpenServer[] = [];
  const close = async (): Promise<void> => {
    closing = true;
    ring?.close();
    parts.own.live.close();
    await Promise.all(servers.map((server) => server.close()));
    await parts.otlp?.mapper.close();
  };
  const names = { host: options.host, address, publicHosts: options.publicHosts ?? [] };
  try {
    const apps = createApps({ ...parts, names, ring, consoleFiles, logger, closing: () => closing });
    const main = await openServer(apps.main.fetch, address, options.port, { logger });
    servers.push(main);
    const otlp = await openOtlp(apps, address, options, logger);
    if (otlp !== undefined) servers.push(otlp);
    return { url: main.url, address: main.address, ...(otlp !== undefined && { otlpUrl: otlp.url }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function checkExposure({ host, insecure, keys }: ServiceOptions, address: string): void {
  if (isLoopback(address) || insecure === true || keys !== undefined) return;
  throw new ServiceError(
    'service/insecure-address',
    `${host} can be reached from other machines, and requests need no key. Give keys, listen on 127.0.0.1, or set insecure where the network is trusted.`,
  );
}

/** Another collector may well have the port of OTLP: then the main port still takes it. */
async function openOtlp(
  apps: Apps,
  address: string,
  { otlp, otlpPort }: ServiceOptions,
  logger: Logger,
): Promise<OpenServer | undefined> {
  if (otlp === false || otlpPort === undefined) return undefined;
  try {
    return await openServer(apps.otlp.fetch, address, otlpPort, { logger });
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'service/address-in-use') throw error;
    logger.info({ port: otlpPort }, 'another program has the port of OTLP; send OTLP to the main port');
    return undefined;
  }
}

function createParts(options: ServiceOptions, address: string, access: Omit<GateParts, 'nowS'>) {
  const { strict = false } = options;
  const timings = new Timings();
  const store = timedStore(options.store, timings);
  const daemons = new DaemonHealth();
  const intakes = { http: new HttpIntake(), otlp: new HttpIntake() };
  const startedAtS = Math.floor(Date.now() / 1000);
  const intakeStatus = () => ({
    udp: options.intakeCounters?.() ?? null,
    http: intakes.http.counters(),
    otlp: intakes.otlp.counters(),
  });
  const sampleEverything = isLoopback(address) && !strict;
  const takesDatagrams = options.intakeCounters !== undefined;
  const xray = xrayParts({ store, strict, daemons, intake: intakes.http, takesDatagrams, sampleEverything });
  const gate = new Gate({ ...access, nowS: xray.nowS });
  const live = new LiveFeed({ store, counters: intakeStatus });
  return {
    gate,
    timings,
    xray,
    otlp:
      options.otlp === false
        ? undefined
        : { store, strict, gate, mapper: new SpanMapper(), intake: intakes.otlp },
    own: {
      store,
      strict,
      groups: xray.groups,
      version: options.version ?? '0.0.0',
      startedAtS,
      daemons,
      live,
      vocabulary: new RecentVocabulary(store),
      intakeStatus,
    },
  };
}
