import {
  CreateSamplingRuleCommand,
  GetSamplingStatisticSummariesCommand,
  UpdateSamplingRuleCommand,
} from '@aws-sdk/client-xray';
import { Recorder } from '@radiograph/sdk';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from './rig/eventually.js';
import { startRadiograph } from './rig/radiograph-process.js';
import { temporaryFolder } from './rig/temporary-folder.js';

const anything = { ResourceARN: '*', ServiceType: '*', Host: '*', HTTPMethod: '*', URLPath: '*', Version: 1 };

it('takes a rule and its quota, reports what it sampled, and takes a change with the next targets', async () => {
  const radiograph = await startRadiograph(temporaryFolder());
  onTestFinished(async () => void (await radiograph.stop()));
  const { client, daemonAddress } = radiograph;
  const rule = { ...anything, RuleName: 'shops', ServiceName: 'shop', Priority: 10 };
  await client.send(
    new CreateSamplingRuleCommand({ SamplingRule: { ...rule, FixedRate: 0, ReservoirSize: 7 } }),
  );
  const recorder = new Recorder({ service: 'shop', daemonAddress });
  onTestFinished(() => recorder.shutdown());
  const sampledOf = (requests: number): number =>
    Array.from({ length: requests }, () => recorder.beginSegment('shop').sampled).filter(Boolean).length;

  // With the rule, and until it is told a quota, an SDK borrows one request a second; the loop may see the end of a second.
  await eventually(async () => expect(sampledOf(300)).toBeLessThanOrEqual(2));
  await eventually(async () => {
    const sampled = sampledOf(300);
    expect(sampled).toBeGreaterThanOrEqual(7);
    expect(sampled).toBeLessThanOrEqual(14);
  }, 40_000);
  const { SamplingStatisticSummaries: sums = [] } = await client.send(
    new GetSamplingStatisticSummariesCommand({}),
  );
  expect(sums[0]).toMatchObject({ RuleName: 'shops' });
  expect(sums[0]?.RequestCount).toBeGreaterThanOrEqual(300);
  expect(sums[0]?.SampledCount).toBeLessThan(sums[0]?.RequestCount ?? 0);

  // Rules by themselves are fetched every five minutes.
  await client.send(
    new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'shops', FixedRate: 1 } }),
  );
  await eventually(async () => expect(sampledOf(50)).toBe(50), 40_000);
}, 100_000);
