import { type ReadonlySignal, signal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { fetchTraceSummaries, type SummaryPage, type SummaryQuery } from '../../api/trace-summaries.js';
import { resolveRange, type TimeRange } from '../../model/time-range.js';
import { firstList, newerList, olderList, type TraceList } from '../../model/trace-list.js';
import { change } from '../../view/live.js';
import { type Loaded, resource } from '../../view/resource.js';
import { noteSummaries } from '../../view/vocabulary.js';

/** A search as far as it is loaded, and the ways to load more of it. */
export interface TraceSearch {
  readonly newest: ReadonlySignal<Loaded<TraceList>>;
  readonly isLoadingOlder: ReadonlySignal<boolean>;
  /** Loads the next older page, unless one is on its way or there is none. */
  loadOlder(): void;
  refresh(): void;
}

/** Empty pages followed in a row before the reader is asked whether to go on. */
const MOST_EMPTY_PAGES = 20;

/** Searches the traces of a time range for as long as the page is shown, following what arrives while it is live. */
export function useTraceList(range: TimeRange, filter: string): TraceSearch {
  const question = JSON.stringify([range, filter]);
  // The question stands for range and filter.
  const search = useMemo(() => traceSearch(range, filter), [question]);
  const seen = useRef(change.peek().number);
  useEffect(() => search.start(), [search]);
  useSignalEffect(() => {
    if (change.value.number === seen.current) return;
    seen.current = change.value.number;
    search.refresh();
  });
  return search;
}

function traceSearch(range: TimeRange, filter: string): TraceSearch & { start(): () => void } {
  const held = resource<TraceList>();
  const isLoadingOlder = signal(false);
  const control = new AbortController();
  // Tokens belong to the query of the first page, so older pages go on with its window while newer ones move ahead.
  let first: SummaryQuery | undefined;

  async function loadNewest(signal: AbortSignal): Promise<TraceList> {
    const window = resolveRange(range, Date.now() / 1000);
    const query: SummaryQuery = { ...window, filter };
    const before = held.state.peek().data;
    if (before === undefined) {
      const page = await filledPage(query, signal);
      first = query;
      return firstList(page);
    }
    const page = await fetchTraceSummaries(query, signal);
    noteSummaries(page.summaries);
    return newerList(held.state.peek().data ?? before, page);
  }

  async function loadOlder(): Promise<void> {
    const list = held.state.peek().data;
    if (first === undefined || list?.token === undefined || isLoadingOlder.peek()) return;
    isLoadingOlder.value = true;
    try {
      const page = await filledPage({ ...first, token: list.token }, control.signal);
      held.change((present) => olderList(present, page));
    } catch (error) {
      held.fail(error);
    } finally {
      isLoadingOlder.value = false;
    }
  }

  return {
    newest: held.state,
    isLoadingOlder,
    loadOlder: () => void loadOlder(),
    refresh: held.refresh,
    start() {
      held.load(loadNewest);
      return () => {
        control.abort();
        held.stop();
      };
    },
  };
}

/** A page with something in it: empty ones that carry a token are followed, a few at most. */
async function filledPage(query: SummaryQuery, signal: AbortSignal): Promise<SummaryPage> {
  let page = await fetchTraceSummaries(query, signal);
  let scanned = page.scanned;
  for (
    let count = 1;
    page.summaries.length === 0 && page.token !== undefined && count < MOST_EMPTY_PAGES;
    count++
  ) {
    page = await fetchTraceSummaries({ ...query, token: page.token }, signal);
    scanned += page.scanned;
  }
  noteSummaries(page.summaries);
  return { ...page, scanned };
}
