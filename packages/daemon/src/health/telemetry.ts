import { hostname } from 'node:os';
import type { TelemetryRecord } from '@aws-sdk/client-xray';
import { instanceMetadata } from '../aws/region.js';
import type { Upstream } from '../aws/upstream.js';
import type { Logger } from '../logger.js';

/** What has been counted since the start, as X-Ray's telemetry divides it. */
export interface TelemetryTotals {
  readonly received: number;
  readonly sent: number;
  readonly spilled: number;
  readonly rejected: number;
  readonly troubles: Readonly<Record<string, number>>;
}

/** What telemetry is made with. */
export interface TelemetryOptions {
  /** Where the records go. */
  readonly upstream: () => Upstream;
  readonly totals: () => TelemetryTotals;
  readonly logger: Logger;
  readonly resourceArn: () => string;
  /** Whether EC2's metadata may be asked for the instance's id. */
  readonly asksMachine: () => boolean;
  readonly environment: NodeJS.ProcessEnv;
  /** A minute when left out, as AWS's daemon has it. */
  readonly everyMs?: number;
}

/** Records that wait while they cannot be sent; the oldest go first. */
const MOST_RECORDS = 30;
const RECORDS_PER_REQUEST = 10;
const NOTHING: TelemetryTotals = { received: 0, sent: 0, spilled: 0, rejected: 0, troubles: {} };

/** Tells the other side every minute how many documents came and went, by PutTelemetryRecords. Says nothing before the first one came. */
export class Telemetry {
  readonly #options: TelemetryOptions;
  readonly #timer: NodeJS.Timeout;
  #before: TelemetryTotals = NOTHING;
  #records: TelemetryRecord[] = [];
  #instanceId: string | undefined;
  #posting: Promise<void> = Promise.resolve();

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.report(), options.everyMs ?? 60_000);
    this.#timer.unref();
  }

  /** Adds a record of what happened since the last one and posts what waits. Never rejects. */
  report(): Promise<void> {
    const totals = this.#options.totals();
    if (totals.received === 0) {
      this.#options.logger.debug({}, 'Skipped telemetry data as no segments found');
      return this.#posting;
    }
    this.#records.push(recordOf(this.#before, totals));
    this.#records = this.#records.slice(-MOST_RECORDS);
    this.#before = totals;
    this.#posting = this.#posting.then(() => this.#post());
    return this.#posting;
  }

  /** Reports once more and ends. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.report();
  }

  async #post(): Promise<void> {
    const { upstream, resourceArn, environment, logger } = this.#options;
    const { PutTelemetryRecordsCommand } = await import('@aws-sdk/client-xray');
    while (this.#records.length > 0) {
      const batch = this.#records.slice(0, RECORDS_PER_REQUEST);
      const command = new PutTelemetryRecordsCommand({
        TelemetryRecords: batch,
        EC2InstanceId: (await this.#findInstanceId()).slice(0, 20),
        Hostname: (environment['AWS_HOSTNAME'] || hostname()).slice(0, 255),
        ResourceARN: resourceArn().slice(0, 500),
      });
      try {
        const client = await upstream().client();
        await client.send(command);
      } catch (error) {
        const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
        logger.debug({ records: this.#records.length }, `Failed to send telemetry: ${reason}`);
        return;
      }
      this.#records = this.#records.filter((record) => !batch.includes(record));
      logger.debug({}, `Successfully sent telemetry records: ${batch.length}`);
    }
  }

  async #findInstanceId(): Promise<string> {
    const { environment, asksMachine } = this.#options;
    const told = environment['AWS_INSTANCE_ID'];
    if (told) return told;
    this.#instanceId ??= asksMachine() ? ((await instanceMetadata('instance-id', environment)) ?? '') : '';
    return this.#instanceId;
  }
}

function recordOf(before: TelemetryTotals, now: TelemetryTotals): TelemetryRecord {
  const errors = (trouble: string) => (now.troubles[trouble] ?? 0) - (before.troubles[trouble] ?? 0);
  return {
    Timestamp: new Date(),
    SegmentsReceivedCount: now.received - before.received,
    SegmentsSentCount: now.sent - before.sent,
    SegmentsSpilloverCount: now.spilled - before.spilled,
    SegmentsRejectedCount: now.rejected - before.rejected,
    BackendConnectionErrors: {
      TimeoutCount: errors('timeout'),
      ConnectionRefusedCount: errors('connection-refused'),
      HTTPCode4XXCount: errors('http-4xx'),
      HTTPCode5XXCount: errors('http-5xx'),
      UnknownHostCount: errors('unknown-host'),
      OtherCount: errors('other'),
    },
  };
}
