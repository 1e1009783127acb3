import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
} from '@aws-sdk/client-xray';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

it("the official SDK's documents are read by the official client with only the endpoint changed", async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const application = join(import.meta.dirname, 'rig/official-sdk-application.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [application], {
    env: { ...process.env, AWS_XRAY_DAEMON_ADDRESS: radiograph.daemonAddress },
  });
  const traceId = stdout.trim().split('\n').at(-1) ?? '';

  const range = { StartTime: new Date(Date.now() - 60_000), EndTime: new Date(Date.now() + 60_000) };
  const summary = await eventually(async () => {
    const FilterExpression = 'annotation.plan = "gold" AND user = "alice" AND throttle';
    const { TraceSummaries = [] } = await radiograph.client.send(
      new GetTraceSummariesCommand({ ...range, FilterExpression }),
    );
    expect(TraceSummaries).toHaveLength(1);
    return TraceSummaries[0];
  });
  expect(summary).toMatchObject({
    Id: traceId,
    HasFault: true,
    HasThrottle: true,
    Users: [{ UserName: 'alice' }],
  });

  const { Traces = [] } = await radiograph.client.send(new BatchGetTracesCommand({ TraceIds: [traceId] }));
  const documents = (Traces[0]?.Segments ?? []).map(({ Document }) => JSON.parse(Document ?? '{}'));
  expect(documents.map(({ name, inferred }) => [name, inferred ?? false])).toEqual([
    ['official-shop', false],
    ['api.pay', true],
  ]);
  const charge = documents[0].subsegments.find(({ name }: { name: string }) => name === 'charge');
  expect(charge.cause.exceptions[0]).toMatchObject({ type: 'TypeError', message: 'card refused' });

  const { Services = [] } = await radiograph.client.send(new GetServiceGraphCommand(range));
  const pay = Services.find(({ Name }) => Name === 'api.pay');
  expect(pay).toMatchObject({
    Type: 'remote',
    SummaryStatistics: { ErrorStatistics: { ThrottleCount: 1, TotalCount: 1 } },
  });
});
