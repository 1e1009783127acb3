import {
  BatchGetTracesCommand,
  GetSamplingRulesCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { describe, expect, test } from 'vitest';
import { runningService } from './running-service.js';

const ids = Array.from({ length: 6 }, () => makeTraceId());
const long = { StartTime: new Date(0), EndTime: new Date(7 * 3600 * 1000) };
const large = JSON.stringify(
  segment({ trace_id: makeTraceId(), metadata: { a: { text: 'x'.repeat(70_000) } } }),
);

describe('strict', () => {
  test('a sixth id, a seventh hour and a document above 64 kB are refused; sampling is X-Ray’s default', async () => {
    const { client } = await runningService({ strict: true });
    await expect(client.send(new BatchGetTracesCommand({ TraceIds: ids }))).rejects.toThrow(
      'Exceeding maximum query size: 5',
    );
    await expect(client.send(new GetTraceSummariesCommand(long))).rejects.toThrow(
      /25200 seconds; ask for at most 21600 \(6 hours\)/,
    );
    const put = await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [large] }));
    expect(put.UnprocessedTraceSegments?.[0]?.ErrorCode).toBe('SegmentTooLarge');
    const { SamplingRuleRecords: rules } = await client.send(new GetSamplingRulesCommand({}));
    expect(rules?.[0]?.SamplingRule).toMatchObject({ FixedRate: 0.05, ReservoirSize: 1 });
  });
});

describe('by default', () => {
  test('all of that is taken, and a laptop samples every request', async () => {
    const { client } = await runningService();
    expect((await client.send(new BatchGetTracesCommand({ TraceIds: ids }))).UnprocessedTraceIds).toEqual(
      ids,
    );
    expect((await client.send(new GetTraceSummariesCommand(long))).TraceSummaries).toEqual([]);
    const put = await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [large] }));
    expect(put.UnprocessedTraceSegments).toEqual([]);
    const { SamplingRuleRecords: rules } = await client.send(new GetSamplingRulesCommand({}));
    expect(rules?.[0]?.SamplingRule).toMatchObject({ FixedRate: 1, RuleName: 'Default', Attributes: {} });
  });

  test('beyond loopback sampling is X-Ray’s default', async () => {
    const { client } = await runningService({ host: '0.0.0.0', insecure: true });
    const { SamplingRuleRecords: rules } = await client.send(new GetSamplingRulesCommand({}));
    expect(rules?.[0]?.SamplingRule?.FixedRate).toBe(0.05);
  });
});
