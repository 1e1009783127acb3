import { join } from 'node:path';
import { awsEndpoint } from '../aws/endpoint.js';
import { proxyFromEnvironment } from '../aws/outbound.js';
import { findRegion } from '../aws/region.js';
import { openUpstream, type Upstream } from '../aws/upstream.js';
import { uploadTo } from '../aws/xray-upload.js';
import type { DaemonConfiguration } from '../configuration/settings.js';
import { DaemonError } from '../daemon-error.js';
import type { Logger } from '../logger.js';
import { Relay, type RelaySettings } from '../relay/relay.js';
import { Spool } from '../spool/spool.js';

/** What an outlet needs beside its configuration. */
export interface OutletContext {
  readonly configuration: DaemonConfiguration;
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** The folder for spools where the configuration names none. */
  readonly spoolFolder: string | undefined;
  /** Bytes of memory for what waits for this outlet. */
  readonly queueBytes: number;
  /** Another outlet shares the intake: this one must not make it wait. */
  readonly shared: boolean;
}

/** How long requests under way through connections that are not used any more may take to end. */
const GRACE_MS = 30_000;
const KILOBYTE = 1024;

/** One place where documents go: AWS X-Ray or a Radiograph, with the relay and the spool for it. */
export class Outlet {
  readonly target: URL | 'aws';
  readonly relay: Relay;
  readonly #spool: Spool | undefined;
  #upstream: Upstream;

  private constructor(target: URL | 'aws', upstream: Upstream, relay: Relay, spool: Spool | undefined) {
    this.target = target;
    this.#upstream = upstream;
    this.relay = relay;
    this.#spool = spool;
  }

  /** @throws DaemonError `daemon/no-region`, `daemon/spool-in-use`, `daemon/spool-unusable` */
  static async open(target: URL | 'aws', context: OutletContext): Promise<Outlet> {
    const upstream = await upstreamOf(target, context);
    try {
      const spool = await openSpool(target, context);
      const relay = new Relay({
        upload: uploadTo(upstream),
        logger: context.logger,
        ...(spool !== undefined && { spool }),
        ...relaySettings(context),
      });
      return new Outlet(target, upstream, relay, spool);
    } catch (error) {
      upstream.close();
      throw error;
    }
  }

  get upstream(): Upstream {
    return this.#upstream;
  }

  /** Goes on with another configuration; what waits is kept. The folder of the spool stays. */
  async configure(context: OutletContext): Promise<void> {
    const before = this.#upstream;
    this.#upstream = await upstreamOf(this.target, context);
    this.#spool?.configure(spoolBounds(context.configuration));
    this.relay.configure(uploadTo(this.#upstream), relaySettings(context));
    setTimeout(() => before.close(), GRACE_MS).unref();
  }

  /** Sends what waits, for as long as allowed; see {@link Relay.close}. */
  async close(withinMs: number): Promise<void> {
    await this.relay.close(withinMs);
    await this.#spool?.close();
    this.#upstream.close();
  }
}

async function upstreamOf(target: URL | 'aws', context: OutletContext): Promise<Upstream> {
  const { configuration, environment, version, logger } = context;
  const {
    region: configured,
    localMode,
    roleArn,
    token,
    noVerifySsl,
    timeoutMs,
    concurrency,
  } = configuration;
  const region = await findRegion({
    region: configured,
    localMode,
    environment,
    // Whoever names an endpoint need not be at AWS at all.
    ...(target !== 'aws' && { fallback: 'us-east-1' }),
  });
  logger.info({}, `Using region: ${region}`);
  const url = target === 'aws' ? awsEndpoint(region) : target;
  const proxy = configuration.proxyAddress || proxyFromEnvironment(url, environment);
  const bearer = target === 'aws' ? undefined : token || environment['RADIOGRAPH_TOKEN'] || undefined;
  return openUpstream({
    url,
    region,
    version,
    environment,
    timeoutMs,
    // Half as many again for the spool, and some for the proxy's requests.
    connections: Math.ceil(concurrency * 1.5) + 8,
    noVerify: noVerifySsl,
    ...(roleArn !== '' && { roleArn }),
    ...(bearer !== undefined && { token: bearer }),
    ...(proxy !== undefined && proxy !== '' && { proxy: new URL(proxy) }),
  });
}

async function openSpool(target: URL | 'aws', context: OutletContext): Promise<Spool | undefined> {
  const { configuration, spoolFolder, logger } = context;
  if (configuration.spool.toLowerCase() === 'off') return undefined;
  const base = configuration.spool || spoolFolder;
  if (base === undefined) return undefined;
  const name = target === 'aws' ? 'aws' : target.host.replaceAll(/[^\w.-]+/g, '-');
  try {
    return await Spool.open({ folder: join(base, name), logger, ...spoolBounds(configuration) });
  } catch (error) {
    // A machine on which the default cannot be written behaves as AWS's daemon does; what was asked for must work.
    if (configuration.spool !== '' || !(error instanceof DaemonError)) throw error;
    logger.warn({}, `There is no spool: ${error.message}`);
    return undefined;
  }
}

function spoolBounds({ spoolSizeMb, spoolAgeMs }: DaemonConfiguration): {
  maxBytes: number;
  maxAgeMs: number;
} {
  return { maxBytes: spoolSizeMb * KILOBYTE * KILOBYTE, maxAgeMs: spoolAgeMs };
}

function relaySettings({ configuration, queueBytes, shared }: OutletContext): RelaySettings {
  const { concurrency, attempts, batchDocuments, batchSizeKb, batchAgeMs, drop } = configuration;
  return {
    concurrency,
    attempts,
    batchDocuments,
    batchBytes: batchSizeKb * KILOBYTE,
    batchAgeMs,
    queueBytes,
    drop: shared ? 'oldest' : drop,
  };
}
