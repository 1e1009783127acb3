import { makeTraceId } from '@radiograph/protocol';
import { segment, subsegment } from '@radiograph/testkit';
import { expect, test } from 'vitest';
import type { AnalyzeAnswer } from '../src/own/reading/analyze.js';
import type { CompareAnswer } from '../src/own/reading/compare.js';
import type { ExceptionsAnswer } from '../src/own/reading/exceptions.js';
import type { GraphAnswer } from '../src/own/reading/graph.js';
import type { HistogramAnswer } from '../src/own/reading/histogram.js';
import { type RunningService, replacing, runningService } from './running-service.js';

const at = 1_800_000_000;

interface Made {
  readonly offset: number;
  readonly seconds: number;
  readonly url?: string;
  readonly fault?: boolean;
  readonly exception?: string;
  readonly user?: string;
  readonly annotations?: Readonly<Record<string, string | number | boolean>>;
}

function document({
  offset,
  seconds,
  url = 'http://shop/',
  fault = false,
  exception,
  user,
  annotations,
}: Made) {
  const start_time = at + offset;
  return segment({
    trace_id: makeTraceId(start_time),
    id: (offset + 4096).toString(16).padStart(16, '0'),
    name: 'shop',
    start_time,
    end_time: start_time + seconds,
    http: { request: { method: 'GET', url }, response: { status: fault ? 500 : 200 } },
    ...(user !== undefined && { user }),
    ...(annotations !== undefined && { annotations }),
    ...(fault && { fault: true }),
    ...(exception !== undefined && {
      cause: {
        working_directory: '/app',
        exceptions: [
          {
            id: (offset + 8192).toString(16).padStart(16, '0'),
            type: exception,
            message: `${exception} at ${offset}`,
            stack: [{ path: 'pay.js', line: 7, label: 'pay' }],
          },
        ],
      },
    }),
  });
}

const stored: readonly Made[] = [
  { offset: 1, seconds: 0.01, user: 'al', annotations: { plan: 'free', size: 3 } },
  { offset: 2, seconds: 0.012, user: 'bo', annotations: { plan: 'paid' } },
  { offset: 30, seconds: 1.5, url: 'http://shop/pay', fault: true, exception: 'PayError' },
  { offset: 61, seconds: 1.6, url: 'http://shop/pay', fault: true, exception: 'PayError' },
  { offset: 62, seconds: 0.3, url: 'http://shop/pay', fault: true, exception: 'TypeError' },
];

async function filled(service: RunningService): Promise<readonly string[]> {
  const documents = stored.map(document);
  await service.post('/TraceSegments', {
    TraceSegmentDocuments: documents.map((one) => JSON.stringify(one)),
  });
  await service.store.settled();
  return documents.map(({ trace_id }) => trace_id);
}

const range = { start: at, end: at + 120 };

async function ask<Answer>(service: RunningService, path: string, body: object): Promise<Answer> {
  const response = await service.post(`/radiograph/v1/${path}`, body);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as Answer;
}

test('histogram counts by time, response time and outcome', async () => {
  const service = await runningService();
  const ids = await filled(service);

  const all = await ask<HistogramAnswer>(service, 'histogram', { ...range, periods: 2 });
  expect(all).toMatchObject({ matched: 5, scanned: 5, complete: true, since: at, periodS: 60 });
  expect(all.periods).toEqual([
    { start: at, ok: 2, error: 0, throttle: 0, fault: 1, progress: 0 },
    { start: at + 60, ok: 0, error: 0, throttle: 0, fault: 2, progress: 0 },
  ]);
  expect(all.cells.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(5);
  const quick = all.cells.find(({ outcome }) => outcome === 'ok');
  expect(quick).toMatchObject({ start: at, from: 0.01, count: 2, traceId: ids[1] });

  const slow = await ask<HistogramAnswer>(service, 'histogram', { ...range, filter: 'responsetime > 1' });
  expect([slow.matched, slow.scanned, slow.periodS]).toEqual([2, 5, 2]);
});

test('exceptions are grouped by type and top frame with examples and their times', async () => {
  const service = await runningService();
  const ids = await filled(service);

  const { groups, more, complete } = await ask<ExceptionsAnswer>(service, 'exceptions', range);
  expect([more, complete]).toEqual([0, true]);
  expect(groups.map(({ type, count, traces }) => [type, count, traces])).toEqual([
    ['PayError', 2, 2],
    ['TypeError', 1, 1],
  ]);
  const [pay] = groups;
  expect(pay).toMatchObject({ frame: { path: 'pay.js', line: 7, label: 'pay' }, nodes: [{ name: 'shop' }] });
  expect(pay?.examples.map(({ traceId, message }) => [traceId, message])).toEqual([
    [ids[3], 'PayError at 61'],
    [ids[2], 'PayError at 30'],
  ]);
  expect([pay?.counts[7], pay?.counts[15], pay?.counts.length]).toEqual([1, 1, 30]);
  expect([pay?.first, pay?.last]).toEqual([at + 31.5, at + 62.6]);

  const one = await ask<ExceptionsAnswer>(service, 'exceptions', { ...range, top: 1 });
  expect([one.groups.length, one.more]).toEqual([1, 1]);
});

test('analyze breaks one set down, or two beside each other', async () => {
  const service = await runningService();
  await filled(service);

  const { sets, fields, rootCauses } = await ask<AnalyzeAnswer>(service, 'analyze', {
    ...range,
    filter: 'fault',
    other: 'ok',
    fields: ['http.url', 'user', 'annotation', 'annotation.plan', 'exception', 'outcome'],
  });
  expect(sets.map(({ filter, matched, outcomes }) => [filter, matched, outcomes.fault, outcomes.ok])).toEqual(
    [
      ['fault', 3, 3, 0],
      ['ok', 2, 0, 2],
    ],
  );
  expect(sets[0]?.responseTimes.map(({ value }) => value)).toEqual([0.3, 1.5, 1.6]);
  const byField = new Map(fields.map(({ field, values }) => [field, values]));
  expect(byField.get('http.url')).toEqual([
    { value: 'http://shop/pay', counts: [3, 0] },
    { value: 'http://shop/', counts: [0, 2] },
  ]);
  expect(byField.get('annotation')).toContainEqual({ key: 'size', value: 3, counts: [0, 1] });
  expect(byField.get('annotation.plan')).toContainEqual({ value: 'paid', counts: [0, 1] });
  expect(byField.get('exception')).toEqual([
    { value: 'PayError', counts: [2, 0] },
    { value: 'TypeError', counts: [1, 0] },
  ]);
  const faults = rootCauses.filter(({ kind }) => kind === 'fault');
  expect(faults[0]).toMatchObject({
    services: [{ name: 'shop' }],
    exception: { name: 'PayError' },
    counts: [2, 0],
  });
});

test('compare puts two traces beside each other, and says which one is unknown', async () => {
  const service = await runningService();
  const [left, , right] = await filled(service);

  const { rows, ...sides } = await ask<CompareAnswer>(service, 'compare', { left, right });
  expect(sides.left).toMatchObject({ id: left, outcome: 'ok', responseTime: 0.01, entry: { name: 'shop' } });
  expect(sides.right).toMatchObject({ id: right, outcome: 'fault', responseTime: 1.5 });
  expect(rows[0]).toMatchObject({ name: 'shop', left: { count: 1 }, right: { count: 1, failed: 1 } });
  expect(rows[0]?.difference).toBeCloseTo(1.49);

  const unknown = makeTraceId(at);
  const refused = await service.post('/radiograph/v1/compare', { left, right: unknown });
  expect([refused.status, (await refused.json()).message]).toEqual([400, expect.stringContaining(unknown)]);
});

test('a call to what sends no segments is compared once', async () => {
  const service = await runningService();
  const ids = [10, 20].map((offset) => makeTraceId(at + offset));
  const documents = ids.map((trace_id, index) => {
    const start_time = at + 10 * (index + 1);
    const call = subsegment({
      name: 'db',
      namespace: 'remote',
      start_time,
      end_time: start_time + 0.1 * (index + 1),
    });
    return segment({ trace_id, start_time, end_time: start_time + 1, subsegments: [call] });
  });
  await service.post('/TraceSegments', {
    TraceSegmentDocuments: documents.map((one) => JSON.stringify(one)),
  });
  await service.store.settled();

  const { rows } = await ask<CompareAnswer>(service, 'compare', { left: ids[0], right: ids[1] });
  expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
    ['shop', 'segment'],
    ['db', 'subsegment'],
  ]);
  expect(rows[1]?.difference).toBeCloseTo(0.1);
});

test('graph draws only the traces that match', async () => {
  const service = await runningService();
  await filled(service);

  const { Services } = await ask<GraphAnswer>(service, 'graph', {
    ...range,
    filter: 'http.url ENDSWITH "/pay"',
  });
  const shop = Services.find(({ Name, Type }) => Name === 'shop' && Type !== 'client');
  expect(shop?.SummaryStatistics?.TotalCount).toBe(3);
});

test('export writes every trace as CSV, as summaries, or as documents that can be sent again', async () => {
  const service = await runningService();
  const ids = await filled(service);
  const get = (query: string) =>
    fetch(`${service.service.url}/radiograph/v1/export?start=${at}&end=${at + 120}${query}`);

  const csv = await get('&format=csv&filter=fault');
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="traces.csv"');
  const lines = (await csv.text()).trim().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(
    new RegExp(`^${ids[4]},2027-01-15T08:01:02.000Z,fault,0.3,0.3,shop,GET,http://shop/pay,500,`),
  );

  const json = await (await get('')).json();
  expect(json.TraceSummaries.map(({ Id }: { Id: string }) => Id)).toEqual(ids.toReversed());

  const documents = (await (await get('&format=documents')).text()).trim().split('\n');
  const other = await runningService();
  const { UnprocessedTraceSegments } = await (
    await other.post('/TraceSegments', { TraceSegmentDocuments: documents })
  ).json();
  expect([documents.length, UnprocessedTraceSegments]).toEqual([5, []]);
});

test('a table holds no formula that a stranger wrote', async () => {
  const service = await runningService();
  const hostile = segment({
    trace_id: makeTraceId(at),
    start_time: at,
    end_time: at + 1,
    name: 'shop',
    user: '=cmd|calc',
    http: { request: { method: 'GET', url: 'http://a/"b",c' } },
  });
  await service.post('/TraceSegments', { TraceSegmentDocuments: [JSON.stringify(hostile)] });
  await service.store.settled();
  const text = await (
    await fetch(`${service.service.url}/radiograph/v1/export?start=${at}&end=${at + 1}&format=csv`)
  ).text();
  expect(text).toContain(`"http://a/""b"",c"`);
  expect(text).toContain(`,'=cmd|calc,`);
});

test('a reading whose time is over says what is missing', async () => {
  let pages = 0;
  const service = await runningService({}, (store) =>
    replacing(store, {
      async search() {
        pages += 1;
        await new Promise((resolve) => setTimeout(resolve, 30));
        return { records: [], scanned: 10, token: 'more', approximateTime: at + 100 - pages };
      },
    }),
  );
  const cut = await ask<HistogramAnswer>(service, 'histogram', { ...range, budgetMs: 50 });
  expect([cut.complete, cut.matched, cut.scanned]).toEqual([false, 0, pages * 10]);
  expect(cut.since).toBe(at + 100 - pages);
});

test('groups in filters stand for their expressions, everywhere', async () => {
  const service = await runningService();
  await filled(service);
  await service.post('/CreateGroup', { GroupName: 'bad', FilterExpression: 'fault' });
  const filter = 'group.name = "bad"';

  const counted = await ask<HistogramAnswer>(service, 'histogram', { ...range, filter });
  const thrown = await ask<ExceptionsAnswer>(service, 'exceptions', { ...range, filter });
  const { sets } = await ask<AnalyzeAnswer>(service, 'analyze', { ...range, filter: 'ok', other: filter });
  const drawn = await ask<GraphAnswer>(service, 'graph', { ...range, filter });
  expect([counted.matched, thrown.matched, sets[1]?.matched]).toEqual([3, 3, 3]);
  const shop = drawn.Services.find(({ Name, Type }) => Name === 'shop' && Type !== 'client');
  expect(shop?.SummaryStatistics?.TotalCount).toBe(3);
  const exported = await fetch(
    `${service.service.url}/radiograph/v1/export?start=${at}&end=${at + 120}&filter=${encodeURIComponent(filter)}`,
  );
  expect((await exported.json()).TraceSummaries).toHaveLength(3);

  const unknown = await service.post('/radiograph/v1/histogram', { ...range, filter: 'group.name = "gone"' });
  expect([unknown.status, (await unknown.json()).code]).toEqual([400, 'service/invalid-filter']);
});

test('what is asked wrongly is refused, naming the member', async () => {
  const service = await runningService({ strict: true });
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['histogram', { end: 1 }, /start is missing/],
    ['histogram', { start: 10, end: 1 }, /before start/],
    ['histogram', { start: 0, end: 86_400 }, /6 hours/],
    ['histogram', { ...range, periods: 0 }, /periods/],
    ['analyze', { ...range, fields: ['nothing'] }, /fields\[0\]/],
    ['analyze', { ...range, other: 'wrong(' }, /not valid/],
    ['exceptions', { ...range, filter: 'wrong(' }, /not valid/],
    ['compare', { left: 'x', right: 'y' }, /left is "x"/],
    ['graph', { ...range, budgetMs: 1 }, /budgetMs/],
  ];
  for (const [path, body, message] of wrong) {
    const response = await service.post(`/radiograph/v1/${path}`, body);
    expect([path, response.status]).toEqual([path, 400]);
    expect((await response.json()).message).toMatch(message);
  }
  const missing = await fetch(`${service.service.url}/radiograph/v1/export?start=x&end=1`);
  expect(missing.status).toBe(400);
  const method = await fetch(`${service.service.url}/radiograph/v1/histogram`);
  expect([method.status, method.headers.get('allow')]).toEqual([405, 'POST']);
});
