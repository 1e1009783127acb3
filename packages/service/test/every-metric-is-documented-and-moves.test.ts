import { readFile } from 'node:fs/promises';
import {
  BatchGetTracesCommand,
  GetServiceGraphCommand,
  GetTimeSeriesServiceStatisticsCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
} from '@aws-sdk/client-xray';
import { type IntakeCounters, makeTraceId } from '@radiograph/protocol';
import { segment } from '@radiograph/testkit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runningService } from './running-service.js';
import { udpCounters } from './udp-counters.js';

type Running = Awaited<ReturnType<typeof runningService>>;

/** Every sample by its name and labels. */
async function samples({ service }: Running): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]));
}

async function traffic({ client, post, store, service }: Running): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const range = { StartTime: new Date((now - 60) * 1000), EndTime: new Date((now + 60) * 1000) };
  const trace_id = makeTraceId(now);
  const good = JSON.stringify(segment({ trace_id, start_time: now, end_time: now + 1 }));
  await client.send(new PutTraceSegmentsCommand({ TraceSegmentDocuments: [good, '{}'] }));
  const span = { traceId: '5b8efff798038103d269b633813fc60c', name: 'work', kind: 2 };
  const times = { startTimeUnixNano: `${now}000000000`, endTimeUnixNano: `${now + 1}000000000` };
  const spans = [
    { ...span, ...times, spanId: 'eee19b7ec3c1b174' },
    { ...span, ...times, spanId: 'ee' },
  ];
  const json = { 'Content-Type': 'application/json' };
  await post('/v1/traces', { resourceSpans: [{ scopeSpans: [{ spans }] }] }, json);
  await store.settled();
  await client.send(new GetTraceSummariesCommand(range));
  await client.send(new BatchGetTracesCommand({ TraceIds: [trace_id] }));
  await client.send(new GetServiceGraphCommand(range));
  await client.send(new GetTimeSeriesServiceStatisticsCommand(range));
  const reader = new AbortController();
  onTestFinished(() => reader.abort());
  await fetch(`${service.url}/radiograph/v1/live`, { signal: reader.signal });
}

test('the page of the API lists every metric that is served, and no other', async () => {
  const page = await readFile(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| `(radiograph_\w+)(?:\{([\w, ]+)\})?` \| (\w+) \|/gm)].map(
    ([, name, labels = '', kind]) => `${name}{${labels}} ${kind}`,
  );
  const running = await runningService({ intakeCounters: () => udpCounters });
  await traffic(running);
  const text = await (await fetch(`${running.service.url}/metrics`)).text();
  const served = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', kind]) => {
    const sample = new RegExp(`^${name}(?:_count)?(?:\\{(.*)\\})? \\S+$`, 'm').exec(text)?.[1] ?? '';
    const labels = [...sample.matchAll(/(\w+)="/g)].map(([, label = '']) => label);
    if (kind === 'histogram') labels.push('le');
    return `${name}{${labels.join(', ')}} ${kind}`;
  });
  expect(served.length).toBeGreaterThan(10);
  expect(listed.sort()).toEqual(served.sort());
});

test('each moves with what it counts', async () => {
  let counted: IntakeCounters = udpCounters;
  const running = await runningService({ intakeCounters: () => counted });
  const before = await samples(running);
  counted = {
    ...udpCounters,
    received: 10,
    stored: 6,
    rejected: { MissingId: 4 },
    dropped: { 'buffer-full': 3 },
    kernelDrops: 8,
    bufferedBytes: 177,
  };
  await traffic(running);
  const moved = async (): Promise<Record<string, number>> => {
    const after = await samples(running);
    const differences = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
    return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
  };
  await vi.waitFor(async () => expect(await moved()).toHaveProperty('radiograph_live_readers', 1));
  const differences = await moved();
  expect(differences).toMatchObject({
    'radiograph_received_total{intake="udp"}': 1,
    'radiograph_received_total{intake="http"}': 2,
    'radiograph_received_total{intake="otlp"}': 2,
    'radiograph_stored_total{intake="udp"}': 1,
    'radiograph_stored_total{intake="http"}': 1,
    'radiograph_stored_total{intake="otlp"}': 1,
    'radiograph_rejected_total{intake="udp",reason="MissingId"}': 2,
    'radiograph_rejected_total{intake="http",reason="MissingId"}': 1,
    'radiograph_dropped_total{intake="udp",reason="buffer-full"}': 2,
    radiograph_kernel_drops_total: 5,
    radiograph_queue_bytes: 100,
    radiograph_store_traces: 2,
    radiograph_store_documents: 2,
    radiograph_store_bytes: expect.any(Number),
    'radiograph_store_call_seconds_count{call="append"}': 2,
    'radiograph_store_call_seconds_count{call="search"}': 1,
    'radiograph_store_call_seconds_count{call="traces"}': 1,
    'radiograph_store_call_seconds_count{call="graph"}': 1,
    'radiograph_store_call_seconds_count{call="series"}': 1,
  });
  expect(
    Object.keys(differences).filter((name) => name.includes('rejected_total{intake="otlp"')),
  ).toHaveLength(1);
  for (const call of ['append', 'search', 'traces', 'graph', 'series'])
    expect(differences[`radiograph_store_call_seconds_sum{call="${call}"}`]).toBeGreaterThan(0);
});
