import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTraceGraphCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { makeTraceId, toW3cTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { segment, subsegment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import { runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000) - 60;
const window = { StartTime: new Date((now - 600) * 1000), EndTime: new Date((now + 600) * 1000) };

function checkout(trace_id: string, at: number) {
  return segment({
    trace_id,
    name: 'shop',
    start_time: at,
    end_time: at + 0.25,
    fault: true,
    http: {
      request: { method: 'POST', url: 'http://shop/checkout', client_ip: '10.0.0.9' },
      response: { status: 502 },
    },
    annotations: { customer: 'al', total: 12.5, gift: false },
    user: 'al',
    subsegments: [
      subsegment({
        name: 'payments',
        namespace: 'remote',
        start_time: at + 0.05,
        end_time: at + 0.2,
        fault: true,
        http: { response: { status: 502 } },
        cause: { exceptions: [{ id: '0123456789abcdef', type: 'CardError', message: 'declined' }] },
      }),
    ],
  });
}

async function put(client: XRayClient, store: TraceStore, documents: readonly object[]): Promise<void> {
  const answer = await client.send(
    new PutTraceSegmentsCommand({
      TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)),
    }),
  );
  expect(answer.UnprocessedTraceSegments).toEqual([]);
  await store.settled();
}

test('a trace that was put is summarised', async () => {
  const { client, store } = await runningService();
  const id = makeTraceId(now);
  await put(client, store, [checkout(id, now + 0.5)]);

  const page = await client.send(new GetTraceSummariesCommand(window));

  expect(page.TracesProcessedCount).toBe(1);
  expect(page.ApproximateTime).toBeInstanceOf(Date);
  expect(page.TraceSummaries).toHaveLength(1);
  const shop = expect.objectContaining({ Name: 'shop', Names: ['shop'] });
  expect(page.TraceSummaries?.[0]).toMatchObject({
    Id: id,
    StartTime: new Date((now + 0.5) * 1000),
    Duration: 0.25,
    ResponseTime: 0.25,
    HasFault: true,
    HasError: false,
    HasThrottle: false,
    IsPartial: false,
    Http: { HttpURL: 'http://shop/checkout', HttpStatus: 502, HttpMethod: 'POST', ClientIp: '10.0.0.9' },
    Annotations: {
      customer: [{ AnnotationValue: { StringValue: 'al' }, ServiceIds: [shop] }],
      total: [{ AnnotationValue: { NumberValue: 12.5 } }],
      gift: [{ AnnotationValue: { BooleanValue: false } }],
    },
    Users: [{ UserName: 'al', ServiceIds: [shop] }],
    EntryPoint: { Name: 'shop' },
    FaultRootCauses: [{ ClientImpacting: true }],
  });
  expect(page.TraceSummaries?.[0]?.ServiceIds?.map((service) => service.Name).sort()).toEqual([
    'payments',
    'shop',
  ]);
});

test('a whole trace comes as compiled documents, by either form of its id', async () => {
  const { client, store } = await runningService();
  const id = makeTraceId(now);
  const document = checkout(id, now);
  await put(client, store, [document]);
  const unknown = makeTraceId(now);

  const answer = await client.send(new BatchGetTracesCommand({ TraceIds: [toW3cTraceId(id), unknown, id] }));

  expect(answer.UnprocessedTraceIds).toEqual([unknown]);
  expect(answer.Traces).toHaveLength(1);
  const [trace] = answer.Traces ?? [];
  expect(trace).toMatchObject({ Id: id, Duration: 0.25, LimitExceeded: false });
  const documents = trace?.Segments?.map(({ Document }) => JSON.parse(Document ?? '')) ?? [];
  expect(documents[0]).toEqual(document);
  expect(documents[1]).toMatchObject({ name: 'payments', inferred: true, trace_id: id });
});

test('a subsegment whose parent never came stands beside the segments', async () => {
  const { client, store } = await runningService();
  const id = makeTraceId(now);
  const orphan = {
    ...subsegment({ start_time: now, end_time: now + 1 }),
    type: 'subsegment',
    trace_id: id,
    parent_id: '00000000000000ff',
  };
  await put(client, store, [orphan]);

  const answer = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }));

  expect(answer.Traces?.[0]?.Segments?.map(({ Document }) => JSON.parse(Document ?? ''))).toEqual([orphan]);
});

test.each(['window', 'ids'])('the service graph of a %s has the calls with their statistics', async (by) => {
  const { client, store } = await runningService();
  const ids = [makeTraceId(now), makeTraceId(now)];
  await put(
    client,
    store,
    ids.map((id) => checkout(id, now)),
  );

  const answer =
    by === 'ids'
      ? await client.send(new GetTraceGraphCommand({ TraceIds: ids }))
      : await client.send(new GetServiceGraphCommand(window));

  const services = answer.Services ?? [];
  const named = (name: string, type?: string) =>
    services.find((service) => service.Name === name && (type === undefined || service.Type === type));
  const shop = named('shop', undefined);
  expect(services.find((service) => service.Type === 'client')?.SummaryStatistics).toBeUndefined();
  const entered = services.find((service) => service.Root === true);
  expect(entered?.Name).toBe('shop');
  expect(entered?.SummaryStatistics).toMatchObject({
    TotalCount: 2,
    OkCount: 0,
    ErrorStatistics: { ThrottleCount: 0, OtherCount: 0, TotalCount: 0 },
    FaultStatistics: { OtherCount: 2, TotalCount: 2 },
    TotalResponseTime: 0.5,
  });
  expect(entered?.ResponseTimeHistogram).toEqual([{ Value: 0.25, Count: 2 }]);
  expect(shop?.StartTime).toEqual(entered?.StartTime === undefined ? undefined : expect.any(Date));
  expect(entered?.Edges).toHaveLength(1);
  expect(entered?.Edges?.[0]).toMatchObject({
    ReferenceId: named('payments')?.ReferenceId,
    SummaryStatistics: { TotalCount: 2, FaultStatistics: { TotalCount: 2 } },
  });
});

test('pages go back in time, and the token of another search is refused', async () => {
  const { client, store } = await runningService();
  const ids = Array.from({ length: 250 }, (_, index) => makeTraceId(now - index));
  await put(
    client,
    store,
    ids.map((id, index) => checkout(id, now - index)),
  );

  const seen: string[] = [];
  let NextToken: string | undefined;
  let firstToken: string | undefined;
  do {
    const page = await client.send(new GetTraceSummariesCommand({ ...window, NextToken }));
    seen.push(...(page.TraceSummaries ?? []).flatMap(({ Id }) => Id ?? []));
    NextToken = page.NextToken;
    firstToken ??= NextToken;
  } while (NextToken !== undefined);

  expect(seen).toEqual(ids);
  const foreign = client.send(
    new GetTraceSummariesCommand({ ...window, FilterExpression: 'fault', NextToken: firstToken }),
  );
  await expect(foreign).rejects.toMatchObject({
    name: 'InvalidRequestException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a filter expression selects, and a wrong one is answered with its place', async () => {
  const { client, store } = await runningService();
  const id = makeTraceId(now);
  await put(client, store, [checkout(id, now), segment({ trace_id: makeTraceId(now), start_time: now })]);

  const filtered = await client.send(
    new GetTraceSummariesCommand({
      ...window,
      FilterExpression: 'annotation.customer = "al" AND service("shop") { fault }',
    }),
  );
  expect(filtered.TraceSummaries?.map(({ Id }) => Id)).toEqual([id]);

  const wrong = client.send(
    new GetTraceSummariesCommand({ ...window, FilterExpression: 'fault AND dration > 5' }),
  );
  await expect(wrong).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: expect.stringMatching(/\^/),
  });
});

test('a fixed rate keeps the same share of traces every time', async () => {
  const { client, store } = await runningService();
  await put(
    client,
    store,
    Array.from({ length: 80 }, () => checkout(makeTraceId(now), now)),
  );
  const sampled = async (Value: number) => {
    const command = new GetTraceSummariesCommand({
      ...window,
      Sampling: true,
      SamplingStrategy: { Name: 'FixedRate', Value },
    });
    return (await client.send(command)).TraceSummaries?.map(({ Id }) => Id) ?? [];
  };

  const half = await sampled(0.5);
  expect(half.length).toBeGreaterThan(15);
  expect(half.length).toBeLessThan(65);
  expect(await sampled(0.5)).toEqual(half);
  expect(await sampled(0)).toEqual([]);
  expect(await sampled(1)).toHaveLength(80);
});
