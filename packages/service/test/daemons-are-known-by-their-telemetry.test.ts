import { PutTelemetryRecordsCommand } from '@aws-sdk/client-xray';
import { expect, test } from 'vitest';
import { DaemonHealth } from '../src/own/daemon-health.js';
import { runningService } from './running-service.js';

test('the records of one daemon add up', async () => {
  const { client, service } = await runningService();
  const report = (seconds: number, sent: number) =>
    client.send(
      new PutTelemetryRecordsCommand({
        Hostname: 'box',
        EC2InstanceId: 'i-1',
        TelemetryRecords: [
          {
            Timestamp: new Date(seconds * 1000),
            SegmentsReceivedCount: 5,
            SegmentsSentCount: sent,
            SegmentsSpilloverCount: 1,
            SegmentsRejectedCount: 0,
            BackendConnectionErrors: { TimeoutCount: 2 },
          },
        ],
      }),
    );
  await report(1_700_000_000, 4);
  await report(1_700_000_060, 3);

  const { daemons } = await (await fetch(`${service.url}/radiograph/v1/status`)).json();

  expect(daemons).toEqual([
    {
      hostname: 'box',
      ec2InstanceId: 'i-1',
      lastReport: 1_700_000_060,
      received: 10,
      sent: 7,
      spilled: 2,
      rejected: 0,
      connectionErrors: expect.objectContaining({ TimeoutCount: 4, OtherCount: 0 }),
    },
  ]);
});

test('a thousand are remembered, the most recent ones', () => {
  const health = new DaemonHealth();
  const zero = { lastReport: 1, received: 1, sent: 0, spilled: 0, rejected: 0, connectionErrors: {} };
  for (let number = 0; number < 1500; number++) {
    health.add({ ...zero, hostname: 'first' });
    health.add({ ...zero, hostname: `host ${number}` });
  }
  const names = health.reports().map(({ hostname }) => hostname);
  expect(names).toHaveLength(1000);
  expect(names.slice(-2)).toEqual(['first', 'host 1499']);
  expect(health.reports().at(-2)?.received).toBe(1500);
});
