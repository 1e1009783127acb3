import type { TraceStore } from '@radiograph/store';
import type { Timings } from './timings.js';

/** The same store, with the time of its appends and of its reads counted. */
export function timedStore(store: TraceStore, timings: Timings): TraceStore {
  return {
    append: (batch, options) => timings.time('append', () => store.append(batch, options)),
    search: (query, signal) => timings.time('search', () => store.search(query, signal)),
    traces: (ids, signal) => timings.time('traces', () => store.traces(ids, signal)),
    compiledTraces: (ids, signal) => timings.time('traces', () => store.compiledTraces(ids, signal)),
    documentLines: (ids, signal) => timings.time('traces', () => store.documentLines(ids, signal)),
    exceptions: (ids, signal) => timings.time('traces', () => store.exceptions(ids, signal)),
    comparison: (ids, signal) => timings.time('traces', () => store.comparison(ids, signal)),
    serviceGraph: (query, signal) => timings.time('graph', () => store.serviceGraph(query, signal)),
    series: (query, signal) => timings.time('series', () => store.series(query, signal)),
    settings: (kind) => store.settings(kind),
    putSetting: (change) => store.putSetting(change),
    deleteSetting: (removal) => store.deleteSetting(removal),
    settled: () => store.settled(),
    deleteBefore: (epochS) => store.deleteBefore(epochS),
    status: () => store.status(),
    subscribe: (listener) => store.subscribe(listener),
    close: () => store.close(),
  };
}
