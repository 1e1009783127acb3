import {
  type Daemon,
  type DaemonConfiguration,
  type DaemonOptions,
  defaults,
  startDaemon,
} from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { onTestFinished, vi } from 'vitest';
import { type DatagramSender, openSender } from './datagram-sender.js';
import { KEYS } from './fake-xray.js';

/** A daemon under test. */
export interface DaemonUnderTest {
  readonly daemon: Daemon;
  /** Where its TCP side is. */
  readonly url: string;
  readonly sender: DatagramSender;
  /** Sends documents `{"n":from}` and so on. */
  sendNumbers(from: number, count: number): Promise<void>;
}

/** Starts a daemon at free ports that relays to an endpoint, with keys that the fake X-Ray knows. Closed when the test is over. */
export async function startTestDaemon(
  endpoint: string,
  configuration: Partial<DaemonConfiguration> = {},
  options: Partial<DaemonOptions> = {},
): Promise<DaemonUnderTest> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEYS.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEYS.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const loopback = { host: '127.0.0.1', port: 0 };
  const daemon = await startDaemon({
    version: '1.2.3',
    ...options,
    configuration: {
      ...defaults(),
      region: 'eu-central-1',
      endpoints: endpoint.split(',').map((url) => new URL(url)),
      udpAddresses: [loopback],
      tcpAddress: loopback,
      batchAgeMs: 30,
      timeoutMs: 1000,
      shutdownTimeoutMs: 1000,
      ...configuration,
    },
  });
  onTestFinished(() => daemon.close());
  const [udp] = daemon.udpAddresses;
  if (udp === undefined) throw new Error('the daemon has no address');
  const sender = await openSender(udp);
  onTestFinished(() => sender.close());
  return {
    daemon,
    url: `http://127.0.0.1:${daemon.tcpAddress?.port}`,
    sender,
    sendNumbers: (from, count) => sender.sendMany(count, (index) => frameDatagram(`{"n":${from + index}}`)),
  };
}

/** The numbers of documents that {@link DaemonUnderTest.sendNumbers} sent, in ascending order. */
export function numbersOf(texts: readonly string[]): number[] {
  return texts.map((text) => (JSON.parse(text) as { n: number }).n).sort((one, other) => one - other);
}

/** Whole numbers from 0. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
