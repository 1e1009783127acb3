import { compileFilter } from '@radiograph/filter';
import { assemble, type TraceRecord, traceRecord } from '@radiograph/trace';
import type { SearchQuery, TraceStore } from '../trace-store.js';
import { everyPage, scannedInAll } from './paging.js';
import { type Claim, codeOf, LAZY } from './test-runner.js';
import { awkwardTraffic, bytesOfDocument, shuffled, TRAFFIC_START_S } from './traffic.js';

const ALL = { start: 0, end: 1e11 };

const FILTERS = [
  'fault',
  '!ok AND annotation.tier = "gold"',
  'service("stock") { fault }',
  'edge("shop", "carts") { responsetime > 0.1 }',
  'responsetime > 0.5 OR throttle',
  'http.status = 999',
];

/** What searching must do. */
export const searchClaims: readonly Claim[] = [
  {
    name: 'records are those of the assembled traces, whatever the order, repetition and splitting of their documents',
    async show(store, expect) {
      const traffic = await fill(store, 7, 150);
      const found = await everyPage(store, ALL);
      const wanted = [...traffic].map(([id, documents]) => traceRecord(assemble(id, documents), 0));
      expect(byId(found.map((record) => ({ ...record, revision: 0 })))).toEqual(byId(wanted));
    },
  },
  {
    name: 'the newest come first, pages follow each other without gap or repeat, and tokens end',
    async show(store, expect) {
      const traffic = await fill(store, 8, 130);
      const records = await everyPage(store, { ...ALL, pageSize: 7 });
      expect(new Set(records.map(({ id }) => id)).size).toBe(traffic.size);
      expect(records.length).toBe(traffic.size);
      const starts = records.filter(({ id, start }) => id.startsWith(`1-${Math.floor(start).toString(16)}-`));
      const newestFirst = [...starts].sort((a, b) => b.start - a.start);
      expect(starts.map(({ id }) => id)).toEqual(newestFirst.map(({ id }) => id));
    },
  },
  {
    name: 'a range takes its start and not its end',
    async show(store, expect) {
      const at = (second: number, n: number): Uint8Array =>
        bytesOfDocument({
          trace_id: `1-${second.toString(16)}-00000000000000000000000${n}`,
          id: '70de5b6f19ff9a0a',
          name: 'shop',
          start_time: second,
          end_time: second + 100,
        });
      await store.append([at(1_700_000_000, 1), at(1_700_000_010, 2), at(1_700_000_020, 3)], LAZY);
      await store.settled();
      const ids = async (query: SearchQuery): Promise<string[]> =>
        (await everyPage(store, query)).map(({ id }) => id.slice(-1));
      const range = { start: 1_700_000_010, end: 1_700_000_020 };
      expect(await ids(range)).toEqual(['2']);
      expect(await ids({ ...range, timeRangeType: 'Event' })).toEqual(['2', '1']);
      expect(await ids({ start: 1_700_000_110, end: 1_700_000_120, timeRangeType: 'Service' })).toEqual([
        '2',
      ]);
      expect(await ids({ start: 1_700_000_110, end: 1_700_000_110 })).toEqual([]);
    },
  },
  {
    name: 'Event and Service ranges find traces that ran in them, long ones too',
    async show(store, expect) {
      const traffic = await fill(store, 9, 200);
      const records = [...traffic].map(([id, documents]) => traceRecord(assemble(id, documents), 0));
      const [start, end] = [TRAFFIC_START_S + 700, TRAFFIC_START_S + 760];
      const active = records.filter((record) => record.start < end && record.end >= start);
      const ended = records.filter(({ segments }) =>
        segments.some((s) => s.responseTime !== undefined && inRange(s.start + s.responseTime, start, end)),
      );
      const event = await everyPage(store, { start, end, timeRangeType: 'Event', pageSize: 3 });
      const service = await everyPage(store, { start, end, timeRangeType: 'Service' });
      expect(idsOf(event)).toEqual(idsOf(active));
      expect(idsOf(service)).toEqual(idsOf(ended));
    },
  },
  {
    name: 'a filter finds what its predicate finds over every record, and scans what it does not',
    async show(store, expect) {
      await fill(store, 10, 150);
      const records = await everyPage(store, ALL);
      for (const filter of FILTERS) {
        const compiled = compileFilter(filter);
        const wanted = records.filter((record) => compiled.ok && compiled.filter.matches(record));
        expect(await everyPage(store, { ...ALL, filter })).toEqual(wanted);
      }
      expect(await scannedInAll(store, { ...ALL, filter: 'http.status = 999' })).toBe(150);
    },
  },
  {
    name: 'a share of the traces is the same each time, and grows with the rate',
    async show(store, expect) {
      await fill(store, 11, 200);
      const share = async (sampleRate: number): Promise<string[]> =>
        idsOf(await everyPage(store, { ...ALL, sampleRate }));
      const [none, some, same, more, all] = [
        await share(0),
        await share(0.3),
        await share(0.3),
        await share(0.6),
        await share(1),
      ];
      expect([none.length, all.length]).toEqual([0, 200]);
      expect(some).toEqual(same);
      expect(some.length > 30 && some.length < 90).toBe(true);
      expect(some.every((id) => more.includes(id))).toBe(true);
    },
  },
  {
    name: 'a token of another query, or of nobody, is refused; so is a filter that is none',
    async show(store, expect) {
      await fill(store, 12, 30);
      const { token = '' } = await store.search({ ...ALL, pageSize: 5 });
      expect((await everyPage(store, { ...ALL, pageSize: 9, token })).length).toBe(25);
      const codes = [
        await codeOf(store.search({ ...ALL, end: 1e10, token })),
        await codeOf(store.search({ ...ALL, filter: 'fault', token })),
        await codeOf(store.search({ ...ALL, token: 'bm8gdG9rZW4' })),
        await codeOf(store.search({ ...ALL, token: `${token}x"; DROP TABLE trace` })),
        await codeOf(store.search({ ...ALL, filter: 'fault AND' })),
      ];
      expect(codes.slice(0, 3)).toEqual([
        'store/invalid-token',
        'store/invalid-token',
        'store/invalid-token',
      ]);
      expect(codes.slice(3)).toEqual(['store/invalid-token', 'store/invalid-filter']);
    },
  },
  {
    name: 'a read that is given up rejects with the reason, and other reads go on',
    async show(store, expect) {
      await fill(store, 13, 50);
      const reason = new Error('gone');
      const controller = new AbortController();
      const reads = [
        store.search(ALL, controller.signal),
        store.serviceGraph({ filter: 'fault' }, controller.signal),
        store.traces([], AbortSignal.abort(reason)),
      ];
      const outcomes = Promise.allSettled(reads);
      controller.abort(reason);
      expect(
        (await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason === reason),
      ).toEqual([true, true, true]);
      expect((await everyPage(store, ALL)).length).toBe(50);
    },
  },
];

async function fill(
  store: TraceStore,
  seed: number,
  traces: number,
): Promise<ReturnType<typeof awkwardTraffic>> {
  const traffic = awkwardTraffic(seed, traces);
  const documents = shuffled(traffic, seed).map(bytesOfDocument);
  const half = Math.floor(documents.length / 2);
  await store.append(documents.slice(0, half), LAZY);
  await store.settled();
  await store.append(documents.slice(half), LAZY);
  await store.settled();
  return traffic;
}

function byId(records: readonly TraceRecord[]): TraceRecord[] {
  return [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function idsOf(records: readonly TraceRecord[]): string[] {
  return byId(records).map(({ id }) => id);
}

function inRange(time: number, start: number, end: number): boolean {
  return time >= start && time < end;
}
