import { totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostAndPort } from './configuration/kinds.js';
import type { DaemonConfiguration } from './configuration/settings.js';
import { DaemonError } from './daemon-error.js';
import { DocumentPath } from './document-path.js';
import { type DaemonStatus, total } from './health/daemon-status.js';
import { Telemetry } from './health/telemetry.js';
import { HttpIntake } from './http/http-intake.js';
import { startUnixServer, type UnixServer } from './http/unix-server.js';
import { type Intake, type IntakeAddress, startIntake } from './intake.js';
import { type Logger, silentLogger } from './logger.js';
import { FanOut } from './outlet/fan-out.js';
import { Outlet, type OutletContext } from './outlet/outlet.js';
import { ApiProxy } from './proxy/api-proxy.js';
import { startTcpServer, type TcpServer } from './proxy/tcp-server.js';
import type { Sink } from './sink.js';
import type { CompileKeep } from './tail/keep-trace.js';

/** What a daemon is started with. */
export interface DaemonOptions {
  readonly configuration: DaemonConfiguration;
  readonly version: string;
  readonly logger?: Logger;
  /** The process' own when left out. Credentials are found by AWS's libraries, which look at the process' environment alone. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The folder for documents that wait on disk where the configuration names none; without either there is no spool. */
  readonly spoolFolder?: string;
  /** How often telemetry is posted; a minute when left out. */
  readonly telemetryMs?: number;
  /** Knows the language of `tailKeep`; tail rules with a filter need it. */
  readonly compileKeep?: CompileKeep;
  /** Told when a UDP socket's thread has died on its own. */
  readonly onFailure?: (error: DaemonError) => void;
}

/** A running daemon. */
export interface Daemon {
  readonly udpAddresses: readonly IntakeAddress[];
  /** Undefined when the TCP port could not be had: documents are received and relayed all the same. */
  readonly tcpAddress: { readonly address: string; readonly port: number } | undefined;
  status(): DaemonStatus;
  /**
   * Goes on with another configuration; nothing that waits is lost. Addresses and the spool's folder need a restart, which is logged.
   * Rejects with a DaemonError when it cannot be followed; the old one then stays.
   */
  reload(configuration: DaemonConfiguration): Promise<void>;
  /** Takes nothing more, sends what waits within `shutdownTimeoutMs`; what is left then stays in the spool, or is counted as dropped. */
  close(): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const LEAST_DEFAULT_MB = 16;

/**
 * Starts a daemon: documents by UDP to AWS X-Ray or another Radiograph, requests by TCP signed and passed on. It listens for documents
 * before it looks for region and credentials, which may take seconds.
 *
 * @throws DaemonError
 * @example
 * const daemon = await startDaemon({ configuration: { ...defaults(), region: 'eu-central-1' }, version: '1.0.0', logger });
 * await daemon.close();
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const daemon = new RunningDaemon(options);
  await daemon.start();
  return daemon;
}

class RunningDaemon implements Daemon {
  readonly #options: DaemonOptions;
  readonly #logger: Logger;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #startedAtMs = performance.now();
  readonly #intakes: Intake[] = [];
  readonly #path: DocumentPath;
  readonly #http: HttpIntake;
  #unix: UnixServer | undefined;
  #configuration: DaemonConfiguration;
  #outlets: Outlet[] = [];
  #open: () => void = () => {};
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });
  #proxy: ApiProxy | undefined;
  #server: TcpServer | undefined;
  #telemetry: Telemetry | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(options: DaemonOptions) {
    this.#options = options;
    this.#configuration = options.configuration;
    this.#logger = options.logger ?? silentLogger;
    this.#environment = options.environment ?? process.env;
    const outlets = new FanOut(async () => {
      await this.#opened;
      return this.#outlets.map(({ relay }) => relay);
    });
    this.#path = new DocumentPath(outlets, options.configuration, options.compileKeep);
    this.#http = new HttpIntake(this.#path);
  }

  async start(): Promise<void> {
    const { udpAddresses, tcpAddress, rulesCacheMs, endpoints, unixSocket } = this.#configuration;
    try {
      for (const address of udpAddresses) this.#intakes.push(await this.#startIntake(address, this.#path));
      if (unixSocket !== '')
        this.#unix = await startUnixServer(unixSocket, (...exchange) => this.#http.take(...exchange));
      for (const target of targetsOf(endpoints))
        this.#outlets.push(await Outlet.open(target, this.#context()));
      this.#open();
      const [main] = this.#outlets;
      if (main !== undefined) {
        this.#proxy = new ApiProxy(main.upstream, rulesCacheMs, this.#logger);
        this.#telemetry = this.#startTelemetry();
      }
      this.#server = await this.#startServer(tcpAddress);
    } catch (error) {
      const opened = this.#outlets;
      this.#outlets = [];
      this.#open();
      await Promise.all(opened.map((outlet) => outlet.close(0)));
      await this.close();
      throw error;
    }
  }

  get udpAddresses(): readonly IntakeAddress[] {
    return this.#intakes.map(({ address }) => address);
  }

  get tcpAddress(): { readonly address: string; readonly port: number } | undefined {
    return this.#server?.address;
  }

  status(): DaemonStatus {
    const outlets = this.#outlets.map(({ relay, upstream }) => ({
      endpoint: upstream.url.href,
      region: upstream.region,
      ...(upstream.clock.offsetMs !== 0 && { clockOffsetS: Math.round(upstream.clock.offsetMs / 1000) }),
      ...relay.counters(),
    }));
    const tail = this.#path.tail();
    return {
      status: outlets.some(({ away }) => away) ? 'degraded' : 'ok',
      version: this.#options.version,
      uptimeS: Math.round((performance.now() - this.#startedAtMs) / 1000),
      intakes: this.#intakeFigures(),
      outlets,
      ...(tail !== undefined && { tail }),
    };
  }

  #intakeFigures(): DaemonStatus['intakes'] {
    const udp = this.#intakes.map((intake) => ({ address: nameOf(intake.address), ...intake.counters() }));
    const takesHttp = this.#configuration.httpIntake || this.#unix !== undefined;
    return takesHttp ? [...udp, { address: 'http', ...this.#http.counters() }] : udp;
  }

  reload(configuration: DaemonConfiguration): Promise<void> {
    const reloading = this.#reloading.then(() => this.#reload(configuration));
    this.#reloading = reloading.catch(() => {});
    return reloading;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #reload(configuration: DaemonConfiguration): Promise<void> {
    if (this.#closing !== undefined) return;
    const before = this.#configuration;
    this.#configuration = configuration;
    const outlets: Outlet[] = [];
    try {
      this.#path.check(configuration);
      for (const target of targetsOf(configuration.endpoints)) {
        const known = this.#outlets.find((outlet) => isSame(outlet.target, target));
        if (known === undefined) outlets.push(await Outlet.open(target, this.#context()));
        else {
          await known.configure(this.#context());
          outlets.push(known);
        }
      }
    } catch (error) {
      this.#configuration = before;
      for (const outlet of outlets) {
        if (this.#outlets.includes(outlet)) await outlet.configure(this.#context());
        else await outlet.close(0);
      }
      throw error;
    }
    const gone = this.#outlets.filter((outlet) => !outlets.includes(outlet));
    this.#outlets = outlets;
    const [main] = outlets;
    if (main !== undefined) this.#proxy?.configure(main.upstream, configuration.rulesCacheMs);
    await this.#path.configure(configuration);
    for (const name of needsRestart(before, configuration))
      this.#logger.warn({ setting: name }, `${name} has changed; that takes effect with a restart`);
    await Promise.all(gone.map((outlet) => outlet.close(configuration.shutdownTimeoutMs)));
  }

  async #close(): Promise<void> {
    const { shutdownTimeoutMs } = this.#configuration;
    await this.#reloading;
    await Promise.all([
      ...this.#intakes.map((intake) => intake.close()),
      this.#server?.close(Math.min(1000, shutdownTimeoutMs)),
      this.#unix?.close(Math.min(1000, shutdownTimeoutMs)),
    ]);
    await Promise.race([this.#path.finish(), sleep(shutdownTimeoutMs, undefined, { ref: false })]);
    await Promise.all(this.#outlets.map(({ relay }) => relay.close(shutdownTimeoutMs)));
    await this.#telemetry?.close();
    await Promise.all(this.#outlets.map((outlet) => outlet.close(0)));
  }

  #context(): OutletContext {
    const { version, spoolFolder } = this.#options;
    const configuration = this.#configuration;
    const outlets = targetsOf(configuration.endpoints).length;
    return {
      configuration,
      version,
      environment: this.#environment,
      logger: this.#logger,
      spoolFolder,
      queueBytes: Math.floor(memoryBytes(configuration) / 2 / outlets),
      shared: outlets > 1,
    };
  }

  async #startIntake({ host, port }: HostAndPort, sink: Sink): Promise<Intake> {
    const { onFailure } = this.#options;
    const { udpAddresses } = this.#configuration;
    const options = {
      sink,
      port,
      logger: this.#logger,
      // The relays copy, and so does what judges traces.
      sinkCopies: true,
      bufferBytes: Math.max(
        128 * 1024,
        Math.floor(memoryBytes(this.#configuration) / 2 / udpAddresses.length),
      ),
      ...(onFailure !== undefined && { onFailure }),
    };
    if (host !== '') return startIntake({ ...options, host });
    try {
      return await startIntake({ ...options, host: '::' });
    } catch (error) {
      // A machine without IPv6.
      if (!(error instanceof DaemonError) || error.code !== 'daemon/socket-failed') throw error;
      return startIntake({ ...options, host: '0.0.0.0' });
    }
  }

  #startTelemetry(): Telemetry {
    return new Telemetry({
      upstream: () => this.#outlets[0]?.upstream ?? failNoOutlet(),
      totals: () => {
        const { intakes, outlets } = this.status();
        const [main] = outlets;
        const sum = (count: (intake: (typeof intakes)[number]) => number) =>
          intakes.reduce((result, intake) => result + count(intake), 0);
        return {
          received: sum(({ received }) => received),
          sent: main?.sent ?? 0,
          spilled: sum(({ dropped }) => total(dropped)) + total(main?.dropped ?? {}),
          rejected: sum(({ rejected }) => total(rejected)) + total(main?.rejected ?? {}),
          troubles: main?.troubles ?? {},
        };
      },
      logger: this.#logger,
      resourceArn: () => this.#configuration.resourceArn,
      asksMachine: () => !this.#configuration.localMode && this.#outlets[0]?.target === 'aws',
      environment: this.#environment,
      ...(this.#options.telemetryMs !== undefined && { everyMs: this.#options.telemetryMs }),
    });
  }

  async #startServer(address: HostAndPort): Promise<TcpServer | undefined> {
    try {
      const server = await startTcpServer({
        ...address,
        status: () => this.status(),
        pass: async (request, response) => this.#proxy?.pass(request, response),
        take: () =>
          this.#configuration.httpIntake ? (...exchange) => this.#http.take(...exchange) : undefined,
      });
      this.#logger.info({}, `Starting proxy http server on ${nameOf(server.address)}`);
      return server;
    } catch (error) {
      if (!(error instanceof DaemonError)) throw error;
      // As AWS's daemon has it: documents matter more than sampling rules, for which applications have their own.
      this.#logger.error({ code: error.code }, `There is no proxy: ${error.message}`);
      return undefined;
    }
  }
}

function failNoOutlet(): never {
  throw new DaemonError('daemon/invalid-option', 'there is no endpoint');
}

function targetsOf(endpoints: readonly (URL | 'aws')[]): readonly (URL | 'aws')[] {
  return endpoints.length === 0 ? ['aws'] : endpoints;
}

function isSame(one: URL | 'aws', other: URL | 'aws'): boolean {
  return String(one) === String(other);
}

function nameOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Half of it is the intakes', half the relays'. */
function memoryBytes({ totalBufferSizeMb }: DaemonConfiguration): number {
  const onePercent = Math.floor(totalmem() / 100 / MEGABYTE);
  return (totalBufferSizeMb || Math.max(LEAST_DEFAULT_MB, onePercent)) * MEGABYTE;
}

function needsRestart(before: DaemonConfiguration, after: DaemonConfiguration): string[] {
  const changed = (name: keyof DaemonConfiguration) =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const fixed: readonly (keyof DaemonConfiguration)[] = [
    'udpAddresses',
    'tcpAddress',
    'unixSocket',
    'spool',
    'logPath',
    'logFormat',
  ];
  return fixed.filter(changed);
}
