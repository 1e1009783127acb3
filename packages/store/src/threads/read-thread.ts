import { workerData } from 'node:worker_threads';
import { toStoreError } from '../sqlite/failure.js';
import { Reader } from '../sqlite/reader.js';
import { writeGraph } from '../sqlite/written-graph.js';
import type { ReadCalls, ReadThreadOptions } from './calls.js';
import { serve } from './serve.js';

const { folder, ...limits } = workerData as ReadThreadOptions;

serve<ReadCalls>(
  () => {
    const reader = new Reader(folder, limits);
    return {
      search: (query, job) => reader.search(query, job),
      traces: (ids, job) => reader.traces(ids, job),
      compiledTraces: (ids, job) => reader.compiledTraces(ids, job),
      documentLines: (ids, job) => reader.documentLines(ids, job),
      exceptions: (ids, job) => reader.exceptions(ids, job),
      comparison: (ids, job) => reader.comparison(ids, job),
      serviceGraph: async (query, job) => writeGraph(await reader.serviceGraph(query, job)),
      series: (query, job) => reader.series(query, job),
      settings: (kind) => reader.settings(kind),
      status: () => reader.status(),
      close: () => reader.close(),
    };
  },
  (error) => toStoreError(error, folder),
);
