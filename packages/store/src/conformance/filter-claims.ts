import { compileFilter } from '@radiograph/filter';
import type { TraceRecord } from '@radiograph/trace';
import type { SearchPage, TraceStore } from '../trace-store.js';
import { awkwardTrace } from './awkward-values.js';
import { DrawnFilters, filterShapes } from './drawn-filters.js';
import { everyPage } from './paging.js';
import { type Claim, LAZY, type TestRunner } from './test-runner.js';
import { bytesOfDocument, seeded } from './traffic.js';

const ALL = { start: 0, end: 1e11 };

const TRACES = 90;

/** Filters of each shape; each is asked of every trace, which makes well over 500 draws. */
const FILTERS_PER_SHAPE = 12;

/** What was asked of a shape, and how often it was true. */
interface Tally {
  draws: number;
  hits: number;
}

/** That an engine's search is the predicate's, trace by trace. */
export const filterClaims: readonly Claim[] = [
  {
    name: 'every operator and block finds what its predicate finds, of whatever values',
    async show(store, expect) {
      const records = await fill(store);
      const drawn = new DrawnFilters(seeded(2), records);
      for (const shape of filterShapes) {
        const tally: Tally = { draws: 0, hits: 0 };
        for (let n = 0; n < FILTERS_PER_SHAPE; n++) {
          const found = await agree(store, records, drawn.draw(shape), expect);
          tally.draws += records.length;
          tally.hits += found.length;
        }
        expect({ shape, ...plausible(tally) }).toEqual({ shape, enough: true, neitherRareNorUsual: true });
      }
    },
  },
  {
    name: 'what is not there passes no comparison, and is not there under !',
    async show(store, expect) {
      const records = await fill(store);
      for (const field of [
        'annotation.none',
        'annotation.age',
        'responsetime',
        'http.url',
        'user',
        'http.useragent',
      ]) {
        const value = /annotation|time/.test(field) ? '29' : '"x"';
        for (const filter of [
          `${field} != ${value}`,
          `!${field}`,
          `!!${field}`,
          `!(${field} != ${value})`,
          `!(!(${field} = ${value}))`,
          `service() { !http.url } AND !(${field} = ${value} OR !${field})`,
        ]) {
          await agree(store, records, filter, expect);
        }
      }
    },
  },
  {
    name: 'numbers are compared to the last bit, and are no strings',
    async show(store, expect) {
      const records = await fill(store);
      const numbers = ['0.3', '0.30000000000000004', '0.500001', '0.5', '9007199254740992', '1e300', '29'];
      for (const operator of ['=', '!=', '<', '<=', '>', '>=']) {
        for (const number of numbers) {
          for (const field of ['annotation.age', 'annotation.mixed', 'responsetime', 'duration']) {
            await agree(store, records, `${field} ${operator} ${number}`, expect);
          }
        }
      }
      for (const filter of [
        'annotation.mixed = "29"',
        'annotation.mixed != "29"',
        'annotation.mixed = true',
      ]) {
        await agree(store, records, filter, expect);
      }
    },
  },
  {
    name: 'SQL, pages and wildcards in names, keys, values and tokens are mere text',
    async show(store, expect) {
      const records = await fill(store);
      const attack = "x' OR 1=1; DROP TABLE trace --";
      for (const filter of [
        `annotation["${attack}"] = "${attack}"`,
        `service("${attack}") { http.url CONTAINS "${attack}" }`,
        `edge("${attack}", id(type: "${attack}"))`,
        `user = "${attack}" OR annotation.tier = "'; DROP TABLE trace; --"`,
        'annotation.tier CONTAINS "%" AND annotation.tier BEGINSWITH "go_"',
      ]) {
        await agree(store, records, filter, expect);
      }
      expect((await everyPage(store, ALL)).length).toBe(records.length);
    },
  },
  {
    name: 'pages of a filter follow each other without gap or repeat, however small; absurd ranges are empty or all',
    async show(store, expect) {
      const records = await fill(store);
      const filter = 'service() { fault } AND !annotation.none';
      const wanted = await agree(store, records, filter, expect);
      const byOne = await everyPage(store, { ...ALL, filter, pageSize: 1 });
      expect(idsOf(byOne)).toEqual(wanted);
      const range = async (start: number, end: number): Promise<number> =>
        (await everyPage(store, { start, end, filter })).length;
      expect(await range(5, 4)).toBe(0);
      expect(await range(-1e308, 1e308)).toBe(wanted.length);
      expect(await range(1e308, Number.POSITIVE_INFINITY)).toBe(0);
      const { scanned }: SearchPage = await store.search({ ...ALL, filter: 'annotation.age = 12345' });
      expect(scanned <= records.length).toBe(true);
    },
  },
];

async function fill(store: TraceStore): Promise<readonly TraceRecord[]> {
  const documents = Array.from({ length: TRACES }, (_, n) => awkwardTrace(n + 1)).flat();
  await store.append(documents.map(bytesOfDocument), LAZY);
  await store.settled();
  return everyPage(store, ALL);
}

/** Gives the ids found, after having compared them with those that the predicate finds. */
async function agree(
  store: TraceStore,
  records: readonly TraceRecord[],
  filter: string,
  expect: TestRunner['expect'],
): Promise<readonly string[]> {
  const compiled = compileFilter(filter);
  if (!compiled.ok) throw new Error(`a drawn filter is none: ${filter}: ${compiled.diagnostics[0]?.message}`);
  const wanted = idsOf(records.filter((record) => compiled.filter.matches(record)));
  const found = idsOf(await everyPage(store, { ...ALL, filter }));
  expect({ filter, found }).toEqual({ filter, found: wanted });
  return found;
}

/** Each shape must have been true in 20 to 80 % of at least 500 draws, else it would show little. */
function plausible({ draws, hits }: Tally): { enough: boolean; neitherRareNorUsual: boolean } {
  return { enough: draws >= 500, neitherRareNorUsual: hits >= 0.2 * draws && hits <= 0.8 * draws };
}

function idsOf(records: readonly TraceRecord[]): string[] {
  return records.map(({ id }) => id).sort();
}
