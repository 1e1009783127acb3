import {
  BatchGetTracesCommand,
  CreateGroupCommand,
  CreateSamplingRuleCommand,
  GetGroupsCommand,
  GetSamplingRulesCommand,
  GetServiceGraphCommand,
  GetTimeSeriesServiceStatisticsCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  TagResourceCommand,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { segment } from '@radiograph/testkit';
import { describe, expect, test } from 'vitest';
import { newRule } from './operation-cases/sampling.js';
import { runningService } from './running-service.js';

const nowS = Math.floor(Date.now() / 1000);
const dayS = 24 * 3600;
const ids = Array.from({ length: 6 }, () => makeTraceId());
const refused = (message: RegExp) => ({
  name: 'InvalidRequestException',
  message: expect.stringMatching(message),
  $metadata: { httpStatusCode: 400 },
});

function put(client: XRayClient, ...documents: object[]) {
  const TraceSegmentDocuments = documents.map((document) => JSON.stringify(document));
  return client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments }));
}

/** The codes by which documents are refused. */
async function codes(client: XRayClient, ...documents: object[]) {
  const { UnprocessedTraceSegments } = await put(client, ...documents);
  return UnprocessedTraceSegments?.map(({ ErrorCode }) => ErrorCode);
}

function rangeOf(seconds: number, from = 0) {
  return { StartTime: new Date(from * 1000), EndTime: new Date((from + seconds) * 1000) };
}

describe.each([
  ['with --strict', true],
  ['without --strict', false],
])('%s', (_how, strict) => {
  test('a document has at most 64 KiB, or 1 MiB', async () => {
    const { client } = await runningService({ strict });
    const sized = (bytes: number) => {
      const document = segment({ trace_id: makeTraceId(), metadata: { a: { text: '' } } });
      const text = 'x'.repeat(bytes - JSON.stringify(document).length);
      return { ...document, metadata: { a: { text } } };
    };
    const most = strict ? 64 * 1024 : 1024 * 1024;
    expect(await codes(client, sized(most), sized(most + 1))).toEqual(['SegmentTooLarge']);
  });

  test('a trace id is of the last 30 days and at most 5 minutes ahead, or of any time', async () => {
    const { client } = await runningService({ strict });
    const of = (timeS: number) => segment({ trace_id: makeTraceId(timeS), start_time: nowS });
    const far = [of(nowS - 30 * dayS - 60), of(nowS + 360), of(0)];
    expect(await codes(client, ...far)).toEqual(strict ? far.map(() => 'InvalidTraceId') : []);
    expect(await codes(client, of(nowS - 30 * dayS + 600), of(nowS + 240))).toEqual([]);
  });

  test('an end before its start is refused, or taken for the start', async () => {
    const { client, store } = await runningService({ strict });
    const [trace_id = ''] = ids;
    const turned = segment({ trace_id, start_time: nowS, end_time: nowS - 1 });
    expect(await codes(client, turned)).toEqual(strict ? ['InvalidEndTime'] : []);
    await store.settled();
    const { Traces } = await client.send(new BatchGetTracesCommand({ TraceIds: [trace_id] }));
    expect(Traces?.map(({ Duration }) => Duration)).toEqual(strict ? [] : [0]);
  });

  test('a span of OTLP is at most 14 days old, or of any age', async () => {
    const { post, store } = await runningService({ strict });
    const nanoseconds = (timeS: number): string => `${Math.floor(timeS)}000000000`;
    const span = (ageS: number, spanId: string) => ({
      traceId: spanId.repeat(2),
      spanId,
      name: 'work',
      kind: 2,
      startTimeUnixNano: nanoseconds(nowS - ageS),
      endTimeUnixNano: nanoseconds(nowS - ageS + 1),
    });
    const send = async (...spans: object[]) => {
      const body = { resourceSpans: [{ scopeSpans: [{ spans }] }] };
      const response = await post('/v1/traces', body, { 'Content-Type': 'application/json' });
      expect(response.status).toBe(200);
    };
    await send(span(14 * dayS + 60, '00000000000000a1'));
    await send(span(-2 * 3600 - 60, '00000000000000a2'));
    await send(span(0, '00000000000000a3'), span(-24 * 3600 - 60, '00000000000000a4'));
    await store.settled();
    expect((await store.status()).documents).toBe(strict ? 1 : 4);
  });

  test('BatchGetTraces takes at most 5 ids, or any number', async () => {
    const { client } = await runningService({ strict });
    const get = (n: number) => client.send(new BatchGetTracesCommand({ TraceIds: ids.slice(0, n) }));
    expect((await get(5)).UnprocessedTraceIds).toHaveLength(5);
    if (strict) await expect(get(6)).rejects.toMatchObject(refused(/^Exceeding maximum query size: 5$/));
    else expect((await get(6)).UnprocessedTraceIds).toHaveLength(6);
  });

  test.each([
    ['GetTraceSummaries', (seconds: number) => new GetTraceSummariesCommand(rangeOf(seconds))],
    ['GetServiceGraph', (seconds: number) => new GetServiceGraphCommand(rangeOf(seconds))],
    [
      'GetTimeSeriesServiceStatistics',
      (seconds: number) => new GetTimeSeriesServiceStatisticsCommand(rangeOf(seconds)),
    ],
  ])('%s looks at six hours at most, or at any range', async (_what, command) => {
    const { client } = await runningService({ strict });
    const ask = (seconds: number) => client.send(command(seconds) as GetTraceSummariesCommand);
    await ask(6 * 3600);
    if (strict) await expect(ask(6 * 3600 + 1)).rejects.toMatchObject(refused(/at most 21600 \(6 hours\)/));
    else await ask(7 * dayS);
  });

  test('there are at most 25 groups, or a thousand', async () => {
    const { client } = await runningService({ strict });
    const make = (n: number) => client.send(new CreateGroupCommand({ GroupName: `g${n}` }));
    // Default is one of them.
    for (let n = 1; n < 25; n++) await make(n);
    if (strict) await expect(make(25)).rejects.toMatchObject(refused(/25 groups already/));
    else await make(25);
    const { Groups } = await client.send(new GetGroupsCommand({}));
    expect(Groups).toHaveLength(strict ? 25 : 26);
  });

  test('there are at most 25 sampling rules besides Default, either way: SDKs report on no more', async () => {
    const { client } = await runningService({ strict });
    const make = (n: number) =>
      client.send(new CreateSamplingRuleCommand({ SamplingRule: { ...newRule, RuleName: `r${n}` } }));
    for (let n = 0; n < 25; n++) await make(n);
    await expect(make(25)).rejects.toMatchObject({
      name: 'RuleLimitExceededException',
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('a resource has at most 50 tags, either way', async () => {
    const { client } = await runningService({ strict });
    const ResourceARN = 'arn:aws:xray:local:000000000000:group/Default';
    const tag = (...keys: number[]) =>
      client.send(
        new TagResourceCommand({ ResourceARN, Tags: keys.map((n) => ({ Key: `k${n}`, Value: '' })) }),
      );
    await tag(...Array(50).keys());
    await expect(tag(50)).rejects.toMatchObject({
      name: 'TooManyTagsException',
      ResourceName: ResourceARN,
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('Default samples one request a second and 5 %, or on a laptop every one', async () => {
    const { client } = await runningService({ strict });
    const { SamplingRuleRecords: rules } = await client.send(new GetSamplingRulesCommand({}));
    expect(rules?.[0]?.SamplingRule).toMatchObject({ FixedRate: strict ? 0.05 : 1, ReservoirSize: 1 });
  });

  test('a map has at most 10,000 services, those with most requests, or any number', async () => {
    const { client, store } = await runningService({ strict });
    await fillWithServices(store, 10_003);
    const { Services = [] } = await client.send(new GetServiceGraphCommand(rangeOf(600, nowS - 300)));
    expect(Services).toHaveLength(strict ? 10_000 : 2 * 10_003);
    expect(Services.find(({ Name, Type }) => Name === 'busy' && Type !== 'client')).toBeDefined();
    const shown = new Set(Services.map(({ ReferenceId }) => ReferenceId));
    for (const { Edges = [] } of Services)
      for (const edge of Edges) expect(shown).toContain(edge.ReferenceId);
  }, 120_000);
});

test('beyond loopback Default samples one a second and 5 % as well', async () => {
  const { client } = await runningService({ host: '0.0.0.0', insecure: true });
  const { SamplingRuleRecords: rules } = await client.send(new GetSamplingRulesCommand({}));
  expect(rules?.[0]?.SamplingRule).toMatchObject({ FixedRate: 0.05, ReservoirSize: 1 });
});

/** Services of one request each, the last one of two. */
async function fillWithServices(store: TraceStore, count: number): Promise<void> {
  const names = [...Array.from({ length: count - 1 }, (_, n) => `s${n}`), 'busy', 'busy'];
  const documents = names.map((name) =>
    segment({ trace_id: makeTraceId(nowS), name, start_time: nowS, end_time: nowS + 1 }),
  );
  await store.append(
    documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await store.settled();
}
