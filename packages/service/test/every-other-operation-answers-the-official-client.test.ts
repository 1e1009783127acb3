import {
  CancelTraceRetrievalCommand,
  DeleteResourcePolicyCommand,
  GetEncryptionConfigCommand,
  GetIndexingRulesCommand,
  GetInsightCommand,
  GetInsightEventsCommand,
  GetInsightImpactGraphCommand,
  GetInsightSummariesCommand,
  GetRetrievedTracesGraphCommand,
  GetTraceSegmentDestinationCommand,
  ListResourcePoliciesCommand,
  ListRetrievedTracesCommand,
  PutEncryptionConfigCommand,
  PutResourcePolicyCommand,
  StartTraceRetrievalCommand,
  UpdateIndexingRuleCommand,
  UpdateTraceSegmentDestinationCommand,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000) - 60;
const window = { StartTime: new Date((now - 600) * 1000), EndTime: new Date((now + 600) * 1000) };
const invalid = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } };

test('the encryption configuration is kept', async () => {
  const { client } = await runningService();
  const get = async () => (await client.send(new GetEncryptionConfigCommand({}))).EncryptionConfig;
  expect(await get()).toEqual({ Type: 'NONE', Status: 'ACTIVE' });
  const { EncryptionConfig } = await client.send(
    new PutEncryptionConfigCommand({ Type: 'KMS', KeyId: 'alias/traces' }),
  );
  expect(EncryptionConfig).toEqual({ Type: 'KMS', KeyId: 'alias/traces', Status: 'ACTIVE' });
  expect(await get()).toEqual(EncryptionConfig);
  for (const input of [{ Type: 'KMS' }, { Type: 'NONE', KeyId: 'k' }, { Type: 'AES' }, {}]) {
    await expect(client.send(new PutEncryptionConfigCommand(input as never))).rejects.toMatchObject(invalid);
  }
  await client.send(new PutEncryptionConfigCommand({ Type: 'NONE' }));
  expect(await get()).toEqual({ Type: 'NONE', Status: 'ACTIVE' });
});

test('there are no insights, and questions about them are checked', async () => {
  const { client } = await runningService();
  const InsightId = '01234567-89ab-cdef-0123-456789abcdef';
  const summaries = new GetInsightSummariesCommand({ ...window, GroupName: 'Default', States: ['ACTIVE'] });
  expect((await client.send(summaries)).InsightSummaries).toEqual([]);
  expect((await client.send(new GetInsightCommand({ InsightId }))).Insight).toBeUndefined();
  expect((await client.send(new GetInsightEventsCommand({ InsightId }))).InsightEvents).toEqual([]);
  const graph = await client.send(new GetInsightImpactGraphCommand({ InsightId, ...window }));
  expect(graph).toMatchObject({ InsightId, StartTime: window.StartTime, Services: [] });

  const wrong = [
    new GetInsightSummariesCommand(window),
    new GetInsightSummariesCommand({ ...window, GroupName: 'gone' }),
    new GetInsightSummariesCommand({ ...window, GroupName: 'Default', MaxResults: 101 }),
    new GetInsightCommand({ InsightId: 'no-uuid' }),
    new GetInsightEventsCommand({ InsightId, MaxResults: 51 }),
    new GetInsightImpactGraphCommand({ InsightId, StartTime: new Date(0), EndTime: new Date() }),
  ];
  for (const command of wrong)
    await expect(client.send(command as GetInsightCommand)).rejects.toMatchObject(invalid);
});

test('traces are retrieved five a page with their graph, until the retrieval is cancelled', async () => {
  const { client, store } = await runningService();
  const ids = Array.from({ length: 7 }, () => makeTraceId(now));
  const documents = ids.map((trace_id) =>
    segment({ trace_id, name: 'shop', start_time: now, end_time: now + 1 }),
  );
  await store.append(
    documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  const { RetrievalToken } = await client.send(
    new StartTraceRetrievalCommand({ TraceIds: [...ids, makeTraceId(now)], ...window }),
  );
  const first = await client.send(new ListRetrievedTracesCommand({ RetrievalToken }));
  expect(first).toMatchObject({ RetrievalStatus: 'COMPLETE', TraceFormat: 'XRAY' });
  const second = await client.send(
    new ListRetrievedTracesCommand({ RetrievalToken, NextToken: first.NextToken }),
  );
  expect(second.NextToken).toBeUndefined();
  const traces = [...(first.Traces ?? []), ...(second.Traces ?? [])];
  expect(traces.map(({ Id }) => Id)).toEqual(ids);
  expect(traces.map(({ Spans }) => JSON.parse(Spans?.[0]?.Document ?? ''))).toEqual(documents);
  const graph = await client.send(new GetRetrievedTracesGraphCommand({ RetrievalToken }));
  const shop = graph.Services?.find(({ Service }) => Service?.Name === 'shop' && Service.Type !== 'client');
  expect(shop).toMatchObject({ Service: { SummaryStatistics: { TotalCount: 7 } }, Links: [] });

  await client.send(new CancelTraceRetrievalCommand({ RetrievalToken }));
  const after = await client.send(new ListRetrievedTracesCommand({ RetrievalToken }));
  expect(after).toMatchObject({ RetrievalStatus: 'CANCELLED', Traces: [] });
  const graphAfter = await client.send(new GetRetrievedTracesGraphCommand({ RetrievalToken }));
  expect(graphAfter).toMatchObject({ RetrievalStatus: 'CANCELLED', Services: [] });
});

test('retrievals outside their range find nothing, and wrong ones are refused', async () => {
  const { client, store } = await runningService();
  const id = makeTraceId(now);
  const document = segment({ trace_id: id, start_time: now, end_time: now + 1 });
  await store.append([new TextEncoder().encode(JSON.stringify(document))], {
    durability: 'lazy',
    maxDocumentBytes: 100_000,
  });
  const earlier = { StartTime: new Date((now - 600) * 1000), EndTime: new Date((now - 300) * 1000) };
  const start = (TraceIds: string[]) => client.send(new StartTraceRetrievalCommand({ TraceIds, ...earlier }));
  const { RetrievalToken } = await start([id]);
  const list = (input: object) =>
    client.send(new ListRetrievedTracesCommand({ RetrievalToken, ...input } as never));
  expect((await list({})).Traces).toEqual([]);
  const { Services } = await client.send(new GetRetrievedTracesGraphCommand({ RetrievalToken }));
  expect(Services).toEqual([]);
  await expect(start(Array.from({ length: 101 }, () => id))).rejects.toMatchObject(invalid);
  await expect(start(['1-zz'])).rejects.toMatchObject(invalid);
  await expect(list({ RetrievalToken: 'foreign' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceName: 'foreign',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(list({ TraceFormat: 'OTEL' })).rejects.toMatchObject(invalid);
  await expect(list({ NextToken: '5' })).rejects.toMatchObject(invalid);
});

test('what configures AWS accounts is refused by its name', async () => {
  const { client } = await runningService();
  const commands = [
    new PutResourcePolicyCommand({ PolicyName: 'p', PolicyDocument: '{}' }),
    new ListResourcePoliciesCommand({}),
    new DeleteResourcePolicyCommand({ PolicyName: 'p' }),
    new GetIndexingRulesCommand({}),
    new UpdateIndexingRuleCommand({
      Name: 'Default',
      Rule: { Probabilistic: { DesiredSamplingPercentage: 1 } },
    }),
    new GetTraceSegmentDestinationCommand({}),
    new UpdateTraceSegmentDestinationCommand({ Destination: 'XRay' }),
  ];
  for (const command of commands) {
    const name = command.constructor.name.replace(/Command$/, '');
    await expect(client.send(command as GetIndexingRulesCommand)).rejects.toMatchObject({
      ...invalid,
      message: expect.stringContaining(`${name} is not supported`),
    });
  }
});
