import {
  BatchGetTracesCommand,
  GetInsightSummariesCommand,
  GetTimeSeriesServiceStatisticsCommand,
  GetTraceGraphCommand,
  paginateBatchGetTraces,
  paginateGetGroups,
  paginateGetServiceGraph,
  paginateGetTraceSummaries,
  type XRayClient,
} from '@aws-sdk/client-xray';
import { makeTraceId } from '@radiograph/protocol';
import type { TraceStore } from '@radiograph/store';
import { segment, subsegment } from '@radiograph/testkit';
import { describe, expect, test } from 'vitest';
import { exchangeRaw, runningService } from './running-service.js';

const now = Math.floor(Date.now() / 1000) - 90;
const range = { StartTime: new Date((now - 300) * 1000), EndTime: new Date((now + 300) * 1000) };

/** More than two pages of traces of a shop that calls its payments. */
async function fill(store: TraceStore, traces = 230): Promise<readonly string[]> {
  const ids = Array.from({ length: traces }, () => makeTraceId(now));
  const documents = ids.map((trace_id, index) =>
    segment({
      trace_id,
      name: 'shop',
      start_time: now + index / 1000,
      end_time: now + index / 1000 + 0.2,
      fault: index % 10 === 0,
      http: {
        request: { method: 'GET', url: 'http://shop/' },
        response: { status: index % 10 === 0 ? 500 : 200 },
      },
      subsegments: [
        subsegment({ name: 'payments', namespace: 'remote', start_time: now, end_time: now + 0.1 }),
      ],
    }),
  );
  await store.append(
    documents.map((document) => new TextEncoder().encode(JSON.stringify(document))),
    { durability: 'lazy', maxDocumentBytes: 100_000 },
  );
  await store.settled();
  return ids;
}

async function pages<Page>(all: AsyncIterable<Page>): Promise<readonly Page[]> {
  const taken: Page[] = [];
  for await (const page of all) taken.push(page);
  return taken;
}

async function filled(): Promise<{ client: XRayClient; ids: readonly string[] }> {
  const { client, store } = await runningService();
  return { client, ids: await fill(store) };
}

describe('Grafana', () => {
  test('lists groups for its editor, Default among them', async () => {
    const { client } = await runningService();
    const groups = (await pages(paginateGetGroups({ client }, {}))).flatMap(({ Groups = [] }) => Groups);
    expect(groups.map(({ GroupName }) => GroupName)).toEqual(['Default']);
    expect(groups[0]?.GroupARN).toMatch(/^arn:aws:xray:/);
  });

  test('reads every page of summaries by event time at a fixed rate, until no token comes', async () => {
    const { client, ids } = await filled();
    const list = async (Value: number): Promise<readonly string[]> => {
      const SamplingStrategy = { Name: 'FixedRate' as const, Value };
      const input = { ...range, TimeRangeType: 'Event' as const, Sampling: true, SamplingStrategy };
      const all = await pages(paginateGetTraceSummaries({ client }, input));
      expect(all.at(-1)?.NextToken).toBeUndefined();
      return all.flatMap(({ TraceSummaries = [] }) => TraceSummaries.map(({ Id = '' }) => Id));
    };
    expect(new Set(await list(1))).toEqual(new Set(ids));
    const half = await list(0.5);
    expect(half.length).toBeGreaterThan(60);
    expect(half.length).toBeLessThan(170);
    expect(await list(0.5)).toEqual(half);
  });

  test('draws the map and a trace’s own graph by the references of services', async () => {
    const { client, ids } = await filled();
    const input = { ...range, GroupName: 'Default' };
    const services = (await pages(paginateGetServiceGraph({ client }, input))).flatMap(
      ({ Services = [] }) => Services,
    );
    const { Services: ofTrace = [] } = await client.send(
      new GetTraceGraphCommand({ TraceIds: ids.slice(0, 1) }),
    );
    for (const graph of [services, ofTrace]) {
      const shop = graph.find(({ Name, Type }) => Name === 'shop' && Type !== 'client');
      const called = graph.find(({ ReferenceId }) => ReferenceId === shop?.Edges?.[0]?.ReferenceId);
      expect(called).toMatchObject({ Name: 'payments', Type: 'remote' });
      expect(graph.filter(({ Root }) => Root)).not.toHaveLength(0);
    }
    expect(
      services.find(({ Name, Type }) => Name === 'shop' && Type !== 'client')?.SummaryStatistics,
    ).toMatchObject({
      TotalCount: 230,
      FaultStatistics: { TotalCount: 23 },
    });
  });

  test('plots statistics by group and period, with a plain selector or none, and is refused a rich one', async () => {
    const { client } = await filled();
    const ask = (more: object) =>
      client.send(
        new GetTimeSeriesServiceStatisticsCommand({ ...range, GroupName: 'Default', Period: 60, ...more }),
      );
    for (const EntitySelectorExpression of [undefined, 'service("shop")', 'edge("shop", "payments")']) {
      const { TimeSeriesServiceStatistics: series = [] } = await ask({ EntitySelectorExpression });
      const total = series.reduce(
        (sum, { ServiceSummaryStatistics: node, EdgeSummaryStatistics: edge }) =>
          sum + (node?.TotalCount ?? edge?.TotalCount ?? 0),
        0,
      );
      expect([EntitySelectorExpression, total]).toEqual([EntitySelectorExpression, 230]);
    }
    for (const EntitySelectorExpression of ['', 'service("shop") { fault } AND responsetime > 1'])
      await expect(ask({ EntitySelectorExpression })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
  });

  test('asks for insights of a group by state, and finds none', async () => {
    const { client } = await runningService();
    const input = { ...range, GroupName: 'Default', States: ['ACTIVE' as const] };
    expect(await client.send(new GetInsightSummariesCommand(input))).toMatchObject({ InsightSummaries: [] });
  });

  test('opens one trace, and says of an unknown one that it is not there', async () => {
    const { client, ids } = await filled();
    const [known = ''] = ids;
    const unknown = makeTraceId(now);
    const { Traces, UnprocessedTraceIds } = await client.send(
      new BatchGetTracesCommand({ TraceIds: [known, unknown] }),
    );
    expect(Traces?.map(({ Id }) => Id)).toEqual([known]);
    expect(UnprocessedTraceIds).toEqual([unknown]);
  });
});

describe('the AWS CLI', () => {
  /** A request as botocore writes it: no Content-Type, times as numbers, a signature of any region and key. */
  function asBotocore(path: string, body: string, more = ''): string {
    const credential = 'AKIDEXAMPLE/20261128/eu-west-1/xray/aws4_request';
    const signature = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: 127.0.0.1:2000',
      'Accept-Encoding: identity',
      'User-Agent: aws-cli/2.27.0 md/awscrt#0.26.1 ua/2.1 os/linux md/command#xray.get-trace-summaries',
      'X-Amz-Date: 20261128T060000Z',
      `Authorization: ${signature}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    return `${lines.join('\r\n')}\r\n${more}\r\n${body}`;
  }

  test('is answered without a Content-Type, with any signature, times as whole or broken numbers', async () => {
    const { service, store } = await runningService();
    await fill(store, 3);
    for (const times of [
      `"StartTime":${now - 60},"EndTime":${now + 60}`,
      `"StartTime":${now}.25e0,"EndTime":${now + 60}.5`,
    ]) {
      const answer = await exchangeRaw(service, asBotocore('/TraceSummaries', `{${times}}`));
      expect(answer).toMatch(/^HTTP\/1.1 200 /);
      expect(answer).toMatch(/x-amzn-requestid: [0-9a-f-]{36}/i);
      expect(answer).toMatch(/"ApproximateTime":\d+(\.\d+)?,/);
    }
    for (const path of ['/GetSamplingRules', '/Groups', '/EncryptionConfig'])
      expect(await exchangeRaw(service, asBotocore(path, '{}'))).toMatch(/^HTTP\/1.1 200 /);
  });

  test('that waits for 100 before it sends a body is told to go on', async () => {
    const { service } = await runningService();
    const answer = await exchangeRaw(
      service,
      asBotocore('/TraceSegments', '{"TraceSegmentDocuments":[]}', 'Expect: 100-continue\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 /);
  });

  test('pages of its own accord: summaries by token, batches of traces in one', async () => {
    const { client, ids } = await filled();
    const summaries = await pages(paginateGetTraceSummaries({ client }, range));
    expect(summaries.length).toBeGreaterThan(2);
    expect(summaries.flatMap(({ TraceSummaries = [] }) => TraceSummaries)).toHaveLength(ids.length);
    const traces = await pages(paginateBatchGetTraces({ client }, { TraceIds: [...ids] }));
    expect(traces.map(({ Traces }) => Traces?.length)).toEqual([ids.length]);
  });

  test('shows an error by the name in header and body', async () => {
    const { service } = await runningService();
    const answer = await exchangeRaw(service, asBotocore('/TraceSummaries', '{"StartTime":2,"EndTime":1}'));
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toMatch(/x-amzn-errortype: InvalidRequestException/i);
    expect(answer).toContain('"Message":"EndTime (1) is before StartTime (2)');
  });
});
