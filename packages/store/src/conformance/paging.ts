import type { TraceRecord } from '@radiograph/trace';
import type { SearchPage, SearchQuery, TraceStore } from '../trace-store.js';

/** The records of all pages: a page may be short, or empty, because its time was up. */
export async function everyPage(store: TraceStore, query: SearchQuery): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  for await (const page of pages(store, query)) records.push(...page.records);
  return records;
}

/** How many traces all pages together have looked at. */
export async function scannedInAll(store: TraceStore, query: SearchQuery): Promise<number> {
  let scanned = 0;
  for await (const page of pages(store, query)) scanned += page.scanned;
  return scanned;
}

async function* pages(store: TraceStore, query: SearchQuery): AsyncGenerator<SearchPage> {
  let page = await store.search(query);
  yield page;
  while (page.token !== undefined) {
    page = await store.search({ ...query, token: page.token });
    yield page;
  }
}
