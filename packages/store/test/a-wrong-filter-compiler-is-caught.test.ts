import { openStore, type SearchQuery, type TraceStore } from '@radiograph/store';
import { temporaryFolder } from '@radiograph/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { filterClaims } from '../src/conformance/filter-claims.js';
import { openForReading } from '../src/sqlite/database-file.js';
import type { Database } from '../src/sqlite/driver.js';
import { Job } from '../src/sqlite/job.js';
import { Search } from '../src/sqlite/search.js';
import { TraceFinder } from '../src/sqlite/trace-finder.js';
import { readPage } from '../src/sqlite/written-page.js';

/** Mistakes that a compiler could make, each made in the SQL that it wrote: what is searched for, and what stands in its place. */
const MISTAKES: readonly (readonly [name: string, right: RegExp, wrong: string])[] = [
  [
    'what is absent is unequal',
    /\be\.status IS NOT NULL|coalesce\(e\.status <> \?, 0\)/g,
    'coalesce(e.status <> ?, 1)',
  ],
  ['unknown is not false', /coalesce\((iif\([^?]*, e\.response\) [<>=]+ \?), 0\)/g, '($1)'],
  [
    'strings are compared without case',
    /\bn\.value = \?/g,
    'lower(CAST(n.value AS TEXT)) = lower(CAST(? AS TEXT))',
  ],
  ['CONTAINS takes the front only', /instr\(([a-z.]+), \?\) > 0/g, 'instr($1, ?) = 1'],
  ['CONTAINS is LIKE', /instr\((n\.value), \?\) > 0/g, "CAST($1 AS TEXT) LIKE '%' || CAST(? AS TEXT) || '%'"],
  [
    'numbers are compared with strings',
    /typeof\(n\.value\) IN \('integer', 'real'\) AND n\.value/g,
    'CAST(CAST(n.value AS TEXT) AS REAL)',
  ],
  ['NOT binds to too little', /NOT \(/g, '('],
  ['OR is AND', /(?<!e\.flags IS NULL) OR /g, ' AND '],
  ['the fault bit is the error bit', /s\.flags & 4\b/g, 's.flags & 1'],
  ['times are cut to milliseconds', /e\.response \/ 1e6/g, 'e.response / 1000 / 1e3'],
  [
    'a block holds on any segment of any node',
    /s\.party (= \?|IN \(SELECT value FROM json_each\(\?\)\))/g,
    '? IS NOT NULL',
  ],
  ['`<=` is `<`', / <= \?/g, ' < ?'],
  ['rows of the neighbouring trace count too', /< \(e\.rid \+ 1\) \*/g, '< (e.rid + 2) *'],
  ['an annotation that is false is set', /n\.value <> 'false'/g, 'n.value IS NOT NULL'],
];

describe('the claims on filters', () => {
  for (const [name, right, wrong] of MISTAKES) {
    it(`refute a compiler for which ${name}`, { timeout: 60_000 }, async () => {
      const folder = await temporaryFolder();
      onTestFinished(folder.remove);
      const store = await openStore({ folder: folder.path });
      onTestFinished(() => store.close());
      let made = 0;
      const database = changed(openForReading(folder.path), (text) => {
        const mistaken = text.replace(right, wrong);
        if (mistaken !== text) made++;
        return mistaken;
      });
      onTestFinished(() => database.close());
      expect(await areRefuted(searchedBy(store, database))).toBe(true);
      expect(made).toBeGreaterThan(0);
    });
  }
});

/** Whether one of the claims does not hold; each is shown on the same traces, so that one store serves all. */
async function areRefuted(store: TraceStore): Promise<boolean> {
  for (const claim of filterClaims) {
    try {
      await claim.show(store, (actual) => expect(actual));
    } catch {
      return true;
    }
  }
  return false;
}

function searchedBy(store: TraceStore, database: Database): TraceStore {
  const search = new Search(database, new TraceFinder(database));
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'search')
        return async (query: SearchQuery) => readPage(await search.page(query, new Job()));
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A database that changes the statements with a filter in them. */
function changed(database: Database, change: (text: string) => string): Database {
  const isFilter = (text: string): boolean => text.includes('e.flags IS NULL OR');
  return { ...database, prepare: (text) => database.prepare(isFilter(text) ? change(text) : text) };
}
