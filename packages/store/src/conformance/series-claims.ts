import { compileFilter } from '@radiograph/filter';
import {
  assemble,
  contribution,
  type GraphContribution,
  isEntryCall,
  type Trace,
  timeSeries,
  traceRecord,
} from '@radiograph/trace';
import type { Series, SeriesQuery } from '../series.js';
import type { TraceStore } from '../trace-store.js';
import { pointsWithExactTimes } from './kept-times.js';
import { type Claim, LAZY, type TestRunner } from './test-runner.js';
import { awkwardTraffic, bytesOfDocument, shuffled, TRAFFIC_START_S } from './traffic.js';

const WINDOW = { start: TRAFFIC_START_S - 600, end: TRAFFIC_START_S + 7200 };

/** What counting over time must do. */
export const seriesClaims: readonly Claim[] = [
  {
    name: 'a series counts the rows of its node, its call or all entries, by period',
    async show(store, expect) {
      const parts = contributionsOf(await fill(store, 31));
      for (const periodS of [60, 300, 3600]) {
        const entries: SeriesQuery = { ...WINDOW, periodS, of: { kind: 'entries' } };
        const node: SeriesQuery = { ...entries, of: { kind: 'node', node: { name: 'stock' } } };
        const edge: SeriesQuery = {
          ...entries,
          of: { kind: 'edge', from: { name: 'shop' }, to: { name: 'stock' } },
        };
        await expectSeries(store, entries, timeSeries(edges(parts).filter(isEntryCall), periodS), expect);
        const ofStock = nodes(parts).filter(({ names }) => names.includes('stock'));
        await expectSeries(store, node, timeSeries(ofStock, periodS), expect);
        const toStock = edges(parts).filter(
          ({ from, to, link }) => from.name === 'shop' && to.name === 'stock' && !link,
        );
        await expectSeries(store, edge, timeSeries(toStock, periodS), expect);
      }
      expect((await store.series({ ...WINDOW, periodS: 60, of: { kind: 'entries' } })).length > 2).toBe(true);
    },
  },
  {
    name: 'a series of a filter counts the traces that match, a group standing for its expression',
    async show(store, expect) {
      const traces = await fill(store, 32);
      const compiled = compileFilter('fault');
      const matching = traces.filter(
        (trace) => compiled.ok && compiled.filter.matches(traceRecord(trace, 0)),
      );
      const byId = new Map(traces.map((trace) => [trace.id, trace]));
      const rows = matching.flatMap((trace) => contribution(trace, (id) => byId.get(id)).edges);
      const query: SeriesQuery = { ...WINDOW, periodS: 60, of: { kind: 'entries' }, filter: 'fault' };
      const wanted = timeSeries(rows.filter(isEntryCall), 60);
      await expectSeries(store, query, wanted, expect);
      const groups = new Map([['bad', 'fault']]);
      await expectSeries(store, { ...query, filter: 'group.name = "bad"', groups }, wanted, expect);
    },
  },
  {
    name: 'a search and a graph take groups as they are given with each query',
    async show(store, expect) {
      await fill(store, 33);
      const filter = 'group.name = "mine"';
      const ids = async (groups: ReadonlyMap<string, string>): Promise<string[]> => {
        const page = await store.search({ start: 0, end: 1e11, filter, groups, pageSize: 1000 });
        return page.records.map(({ id }) => id);
      };
      const plain = await store.search({ start: 0, end: 1e11, filter: 'fault', pageSize: 1000 });
      expect(await ids(new Map([['mine', 'fault']]))).toEqual(plain.records.map(({ id }) => id));
      expect((await ids(new Map([['mine', 'http.status = 999']]))).length).toBe(0);
      expect(await store.serviceGraph({ filter, groups: new Map([['mine', 'fault']]) })).toEqual(
        await store.serviceGraph({ filter: 'fault' }),
      );
    },
  },
];

async function expectSeries(
  store: TraceStore,
  query: SeriesQuery,
  wanted: Series,
  expect: TestRunner['expect'],
): Promise<void> {
  expect(pointsWithExactTimes(await store.series(query), wanted)).toEqual(wanted);
}

function contributionsOf(traces: readonly Trace[]): GraphContribution[] {
  const byId = new Map(traces.map((trace) => [trace.id, trace]));
  return traces.map((trace) => contribution(trace, (id) => byId.get(id)));
}

function nodes(parts: readonly GraphContribution[]): GraphContribution['nodes'] {
  return parts.flatMap((part) => part.nodes);
}

function edges(parts: readonly GraphContribution[]): GraphContribution['edges'] {
  return parts.flatMap((part) => part.edges);
}

async function fill(store: TraceStore, seed: number): Promise<Trace[]> {
  const traffic = awkwardTraffic(seed, 120);
  await store.append(shuffled(traffic, seed).map(bytesOfDocument), LAZY);
  await store.settled();
  return [...traffic].map(([id, documents]) => assemble(id, documents));
}
