import { GetTraceSummariesCommand } from '@aws-sdk/client-xray';
import { Recorder } from '@radiograph/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

it('without any sampling option, every request of an application beside `radiograph start` is stored', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const recorder = new Recorder({ service: 'shop', daemonAddress: radiograph.daemonAddress });
  onTestFinished(() => recorder.shutdown());

  await eventually(async () => {
    const decisions = Array.from({ length: 20 }, () => recorder.beginSegment('trial').sampled);
    expect(decisions).not.toContain(false);
  });
  for (let i = 0; i < 50; i++) recorder.segment('shop', (segment) => segment.annotate('number', i));
  await recorder.flush();

  await eventually(async () => {
    const { TraceSummaries = [] } = await radiograph.client.send(
      new GetTraceSummariesCommand({
        StartTime: new Date(Date.now() - 60_000),
        EndTime: new Date(Date.now() + 60_000),
        FilterExpression: 'service("shop") AND annotation.number >= 0',
      }),
    );
    expect(TraceSummaries).toHaveLength(50);
  });
});
