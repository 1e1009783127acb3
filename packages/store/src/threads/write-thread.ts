import { workerData } from 'node:worker_threads';
import { damagedError, toStoreError } from '../sqlite/failure.js';
import { unpackBatch } from '../sqlite/packed-batch.js';
import { sendVerdicts } from '../sqlite/sent-verdicts.js';
import { Writer } from '../sqlite/writer.js';
import type { WriteCalls, WriteThreadOptions } from './calls.js';
import { serve, tell } from './serve.js';

const options = workerData as WriteThreadOptions;

serve<WriteCalls>(
  () => {
    const writer = new Writer({
      ...options,
      onChange: (traceIds) => tell({ kind: 'changed', traceIds }),
      onTrouble: (message, { error, ...fields }) =>
        tell({
          kind: 'trouble',
          message,
          fields: { ...fields, ...(error !== undefined && { error: String(error) }) },
        }),
      onNote: (message, fields) => tell({ kind: 'note', message, fields }),
      onRefusal: (reason) => tell({ kind: 'refused', damage: String(reason) }),
    });
    return {
      append: async ({ batch, options }) => sendVerdicts(await writer.append(unpackBatch(batch), options)),
      settle: () => writer.settle(),
      deleteBefore: (epochS) => writer.deleteBefore(epochS),
      putSetting: (change) => writer.putSetting(change),
      deleteSetting: (removal) => writer.deleteSetting(removal),
      unchecked: () => writer.start.unchecked,
      refuse: (problems) => writer.refuse(damagedError(options.folder, problems)),
      close: () => writer.close(),
    };
  },
  (error) => toStoreError(error, options.folder),
);
