import { compileFilter } from '@radiograph/filter';
import type { TraceDocument } from '@radiograph/protocol';
import {
  assemble,
  contribution,
  foldGraph,
  type ServiceGraph,
  serviceGraph,
  type Trace,
  traceRecord,
} from '@radiograph/trace';
import type { GraphQuery, TraceStore } from '../trace-store.js';
import { withExactTimes } from './kept-times.js';
import { everyPage } from './paging.js';
import { type Claim, LAZY, type TestRunner } from './test-runner.js';
import { awkwardTraffic, bytesOfDocument, shuffled, TRAFFIC_START_S } from './traffic.js';

/** What graphs and deletion must do. */
export const graphClaims: readonly Claim[] = [
  {
    name: 'the graph is that of all traces, after every step of a shuffled, repeated, split arrival',
    async show(store, expect) {
      const traffic = awkwardTraffic(21, 120);
      const documents = shuffled(traffic, 21);
      for (let at = 0; at < documents.length; at += 60) {
        await store.append(documents.slice(at, at + 60).map(bytesOfDocument), LAZY);
        await store.settled();
        await expectGraph(store, {}, serviceGraph(tracesOf(documents.slice(0, at + 60))), expect);
      }
      await expectGraph(store, {}, serviceGraph(tracesOf([...traffic.values()].flat())), expect);
    },
  },
  {
    name: 'the graph of a filter is that of the traces that match, that of ids the one of those traces',
    async show(store, expect) {
      const traces = await fill(store, 22, 120);
      const compiled = compileFilter('service("stock") { fault } OR annotation.tier = "tin"');
      const matching = traces.filter(
        (trace) => compiled.ok && compiled.filter.matches(traceRecord(trace, 0)),
      );
      const byId = new Map(traces.map((trace) => [trace.id, trace]));
      const wanted = foldGraph(matching.map((trace) => contribution(trace, (id) => byId.get(id))));
      const filter = 'service("stock") { fault } OR annotation.tier = "tin"';
      await expectGraph(store, { filter }, wanted, expect);
      const some = traces.slice(10, 20);
      expect(await store.serviceGraph({ traceIds: some.map(({ id }) => id) })).toEqual(serviceGraph(some));
    },
  },
  {
    name: 'a window takes what started in its minutes, from roll-ups and from traces alike',
    async show(store, expect) {
      const traces = await fill(store, 23, 150);
      const [start, end] = [TRAFFIC_START_S + 200, TRAFFIC_START_S + 400];
      const [from, to] = [Math.floor(start / 60) * 60, Math.ceil(end / 60) * 60];
      const byId = new Map(traces.map((trace) => [trace.id, trace]));
      const within = (row: { readonly start: number }): boolean => row.start >= from && row.start < to;
      const wanted = foldGraph(
        traces.map((trace) => {
          const { nodes, edges } = contribution(trace, (id) => byId.get(id));
          return { nodes: nodes.filter(within), edges: edges.filter(within) };
        }),
      );
      await expectGraph(store, { start, end }, wanted, expect);
      await expectGraph(store, { start, end, filter: 'duration >= 0' }, wanted, expect);
      expect(await store.serviceGraph({ start, end })).toEqual(
        await store.serviceGraph({ start, end, filter: 'duration >= 0' }),
      );
    },
  },
  {
    name: 'after old traces are deleted, records and graph are those of a store that never had them',
    async show(store, expect) {
      const traces = await fill(store, 24, 150);
      const before = TRAFFIC_START_S + 500;
      const records = await everyPage(store, { start: before, end: 1e11 });
      const kept = new Set(records.map(({ id }) => id));
      expect(await store.deleteBefore(before)).toBe(traces.length - kept.size);
      await store.settled();
      const left = traces.filter(({ id }) => kept.has(id));
      await expectGraph(store, {}, serviceGraph(left), expect);
      const found = await everyPage(store, { start: 0, end: 1e11 });
      expect(found.map(({ id }) => id).sort()).toEqual([...kept].sort());
      expect((await store.status()).traces).toBe(kept.size);
      expect(await store.traces(traces.filter(({ id }) => !kept.has(id)).map(({ id }) => id))).toEqual([]);
      await store.deleteBefore(1e11);
      await store.settled();
      expect(await store.serviceGraph({})).toEqual({ nodes: [], edges: [] });
      const { documents, pending } = await store.status();
      expect([documents, pending]).toEqual([0, 0]);
    },
  },
];

/** Everything exactly, but the times of histograms to within 2 %: an engine may keep them in coarser steps. */
async function expectGraph(
  store: TraceStore,
  query: GraphQuery,
  wanted: ServiceGraph,
  expect: TestRunner['expect'],
): Promise<void> {
  expect(withExactTimes(await store.serviceGraph(query), wanted)).toEqual(wanted);
}

async function fill(store: TraceStore, seed: number, count: number): Promise<Trace[]> {
  const traffic = awkwardTraffic(seed, count);
  const documents = shuffled(traffic, seed);
  for (let at = 0; at < documents.length; at += 200) {
    await store.append(documents.slice(at, at + 200).map(bytesOfDocument), LAZY);
    await store.settled();
  }
  return tracesOf([...traffic.values()].flat());
}

function tracesOf(documents: readonly TraceDocument[]): Trace[] {
  const byTrace = groupByTrace(documents);
  return [...byTrace].map(([id, own]) => assemble(id, own));
}

function groupByTrace(documents: readonly TraceDocument[]): Map<string, TraceDocument[]> {
  const byTrace = new Map<string, TraceDocument[]>();
  for (const document of documents) {
    const own = byTrace.get(document.trace_id);
    if (own === undefined) byTrace.set(document.trace_id, [document]);
    else own.push(document);
  }
  return byTrace;
}
