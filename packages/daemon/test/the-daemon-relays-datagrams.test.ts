import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { defaults, startDaemon } from '@radiograph/daemon';
import { frameDatagram } from '@radiograph/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { numbersOf, startTestDaemon, upTo } from './daemon-rig.js';
import { openSender } from './datagram-sender.js';
import { eventually } from './eventually.js';
import { startFakeXray } from './fake-xray.js';
import { recordedLog } from './recorded-log.js';
import { temporaryFolder } from './temporary-folder.js';

it('documents travel from the socket to X-Ray, signed for the region', async () => {
  const xray = await startFakeXray();
  const { daemon, sendNumbers } = await startTestDaemon(xray.url);
  await sendNumbers(0, 500);
  await eventually(() => expect(numbersOf(xray.documents)).toEqual(upTo(500)));
  expect(xray.requests.every(({ headers }) => headers.authorization?.includes('/eu-central-1/xray/'))).toBe(
    true,
  );
  // The endpoint has a document before its answer is back and counted.
  await eventually(() =>
    expect(daemon.status()).toMatchObject({
      status: 'ok',
      version: '1.2.3',
      outlets: [{ sent: 500, away: false }],
    }),
  );
});

it('closing sends what waits', async () => {
  const xray = await startFakeXray();
  const { daemon, sendNumbers } = await startTestDaemon(xray.url, { batchAgeMs: 60_000 });
  await sendNumbers(0, 120);
  await daemon.close();
  expect(numbersOf(xray.documents)).toEqual(upTo(120));
});

it('closing while X-Ray is away ends in time and leaves the documents to the next daemon', async () => {
  const xray = await startFakeXray();
  xray.mood = 'hang';
  const spoolFolder = temporaryFolder();
  const first = await startTestDaemon(xray.url, { shutdownTimeoutMs: 300 }, { spoolFolder });
  await first.sendNumbers(0, 100);
  await eventually(() => expect(first.daemon.status().intakes[0]?.received).toBe(100));
  await first.daemon.close();
  xray.mood = 'well';
  const next = await startTestDaemon(xray.url, {}, { spoolFolder });
  await eventually(() => expect(numbersOf(xray.documents)).toEqual(upTo(100)));
  await eventually(() =>
    expect(next.daemon.status().outlets[0]).toMatchObject({ recovered: 100, sent: 100, spooled: 0 }),
  );
});

it('every document goes to each of two endpoints, and one that is away does not hold up the other', async () => {
  const one = await startFakeXray();
  const other = await startFakeXray();
  other.mood = 'unavailable';
  const { daemon, sendNumbers } = await startTestDaemon(
    `${one.url},${other.url}`,
    {},
    { spoolFolder: temporaryFolder() },
  );
  await sendNumbers(0, 300);
  await eventually(() => expect(numbersOf(one.documents)).toEqual(upTo(300)));
  expect(daemon.status()).toMatchObject({ status: 'degraded' });
  other.mood = 'well';
  await eventually(() => expect(numbersOf(other.documents)).toEqual(upTo(300)));
});

it('two daemons in a chain lose nothing while the second one restarts', async () => {
  const xray = await startFakeXray();
  const second = await startTestDaemon(xray.url);
  const first = await startTestDaemon(second.url, {}, { spoolFolder: temporaryFolder() });
  await first.sendNumbers(0, 100);
  await eventually(() => expect(numbersOf(xray.documents)).toEqual(upTo(100)));
  const { port = 0 } = second.daemon.tcpAddress ?? {};
  await second.daemon.close();
  await first.sendNumbers(100, 100);
  await eventually(() => expect(first.daemon.status().outlets[0]?.away).toBe(true));
  await startTestDaemon(xray.url, { tcpAddress: { host: '127.0.0.1', port } });
  await eventually(() => expect(numbersOf(xray.documents)).toEqual(upTo(200)));
});

it('tells X-Ray every minute what came and went, and nothing before the first document', async () => {
  const xray = await startFakeXray();
  const log = recordedLog();
  const configuration = { resourceArn: 'arn:aws:ec2:eu-central-1:1:instance/i-1' };
  vi.stubEnv('AWS_INSTANCE_ID', 'i-0123456789');
  const { sendNumbers, sender } = await startTestDaemon(xray.url, configuration, {
    telemetryMs: 50,
    logger: log,
  });
  await eventually(() =>
    expect(log.lines.map(({ message }) => message)).toContain('Skipped telemetry data as no segments found'),
  );
  expect(xray.requests).toEqual([]);
  await sendNumbers(0, 20);
  await sender.send('no header');
  const reports = () =>
    xray.requests
      .filter(({ path }) => path === '/TelemetryRecords')
      .map(
        ({ body }) =>
          JSON.parse(body) as { TelemetryRecords: Record<string, number>[]; EC2InstanceId: string },
      );
  const sum = (name: string) =>
    reports()
      .flatMap(({ TelemetryRecords }) => TelemetryRecords)
      .reduce((all, record) => all + (record[name] ?? 0), 0);
  await eventually(() => expect(sum('SegmentsSentCount')).toBe(20));
  expect(sum('SegmentsReceivedCount')).toBe(21);
  expect(sum('SegmentsRejectedCount')).toBe(1);
  expect(reports()[0]).toMatchObject({
    EC2InstanceId: 'i-0123456789',
    Hostname: hostname(),
    ResourceARN: configuration.resourceArn,
  });
});

it('several UDP addresses, IPv6 and every address of the machine', async () => {
  const xray = await startFakeXray();
  const { daemon } = await startTestDaemon(xray.url, {
    udpAddresses: [
      { host: '127.0.0.1', port: 0 },
      { host: '::1', port: 0 },
      { host: '', port: 0 },
    ],
  });
  for (const [index, { port, family, address }] of daemon.udpAddresses.entries()) {
    const to = address === '::' ? { address: '127.0.0.1', family: 'IPv4' as const } : { address, family };
    const sender = await openSender({ ...to, port });
    await sender.send(frameDatagram(`{"n":${index}}`));
    sender.close();
  }
  await eventually(() => expect(numbersOf(xray.documents)).toEqual([0, 1, 2]));
});

it('a UDP port that is taken ends the start; a TCP port that is taken is only logged', async () => {
  const xray = await startFakeXray();
  const { daemon } = await startTestDaemon(xray.url);
  const [udp] = daemon.udpAddresses;
  await expect(
    startTestDaemon(xray.url, { udpAddresses: [{ host: '127.0.0.1', port: udp?.port ?? 0 }] }),
  ).rejects.toMatchObject({
    code: 'daemon/port-taken',
  });
  const holder = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void holder.close());
  await vi.waitFor(() => expect(holder.listening).toBe(true));
  const { port } = holder.address() as { port: number };
  const log = recordedLog();
  const other = await startTestDaemon(xray.url, { tcpAddress: { host: '127.0.0.1', port } }, { logger: log });
  expect(other.daemon.tcpAddress).toBeUndefined();
  expect(log.lines.find(({ level }) => level === 'error')?.message).toContain('daemon/port-taken');
  await other.sendNumbers(0, 1);
  await eventually(() => expect(xray.documents).toEqual(['{"n":0}']));
});

it('a spool that was asked for and cannot be had ends the start; without the default one the daemon goes on', async () => {
  const xray = await startFakeXray();
  await expect(startTestDaemon(xray.url, { spool: '/dev/null/spool' })).rejects.toMatchObject({
    code: 'daemon/spool-unusable',
  });
  const log = recordedLog();
  const { sendNumbers } = await startTestDaemon(
    xray.url,
    {},
    { spoolFolder: '/dev/null/spool', logger: log },
  );
  expect(log.lines.find(({ level }) => level === 'warn')?.message).toContain('There is no spool');
  await sendNumbers(0, 1);
  await eventually(() => expect(xray.documents).toHaveLength(1));
});

it('without a region the start ends with what to do; an endpoint by itself needs none', async () => {
  const environment = { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: join(temporaryFolder(), 'none') };
  const loopback = { host: '127.0.0.1', port: 0 };
  const configuration = { ...defaults(), udpAddresses: [loopback], tcpAddress: loopback };
  for (const localMode of [false, true])
    await expect(
      startDaemon({ version: '1', environment, configuration: { ...configuration, localMode } }),
    ).rejects.toMatchObject({ code: 'daemon/no-region', message: expect.stringContaining('--local-mode') });
  const daemon = await startDaemon({
    version: '1',
    environment,
    configuration: { ...configuration, endpoints: [new URL('http://127.0.0.1:9')] },
  });
  expect(daemon.status().outlets[0]).toMatchObject({ endpoint: 'http://127.0.0.1:9/', region: 'us-east-1' });
  await daemon.close();
});

it('another configuration takes effect while documents wait', async () => {
  const one = await startFakeXray();
  const other = await startFakeXray();
  one.mood = 'unavailable';
  const log = recordedLog();
  const { daemon, sendNumbers } = await startTestDaemon(
    one.url,
    {},
    { spoolFolder: temporaryFolder(), logger: log },
  );
  await sendNumbers(0, 100);
  await eventually(() => expect(daemon.status().outlets[0]?.away).toBe(true));
  const loopback = { host: '127.0.0.1', port: 0 };
  const configuration = { ...defaults(), udpAddresses: [loopback], tcpAddress: loopback, batchAgeMs: 30 };
  const endpoints = [new URL(one.url), new URL(other.url)];
  await daemon.reload({ ...configuration, endpoints, region: 'eu-west-1' });
  await sendNumbers(100, 100);
  await eventually(() => expect(numbersOf(other.documents)).toEqual(upTo(200).slice(100)));
  one.mood = 'well';
  await eventually(() => expect(numbersOf(one.documents)).toEqual(upTo(200)));
  expect(one.requests.at(-1)?.headers.authorization).toContain('/eu-west-1/');
  await daemon.reload({
    ...configuration,
    endpoints: [new URL(other.url)],
    tcpAddress: { host: '127.0.0.1', port: 1 },
  });
  await sendNumbers(200, 10);
  await eventually(() => expect(other.documents).toHaveLength(110));
  expect(daemon.status().outlets).toHaveLength(1);
  expect(log.lines.map(({ fields }) => fields['setting'])).toContain('tcpAddress');
});
