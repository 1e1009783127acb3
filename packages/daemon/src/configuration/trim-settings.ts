import * as kinds from './kinds.js';
import type { Settings } from './settings.js';

const NONE: readonly string[] = [];

/** What is taken out of documents, and which traces are passed on. Everything is off by default: documents are then never parsed. */
export const TRIM_SETTINGS: Pick<
  Settings,
  | 'dropMetadata'
  | 'hashMetadata'
  | 'dropQuery'
  | 'hashQuery'
  | 'hashKey'
  | 'tailSample'
  | 'tailKeep'
  | 'tailWaitMs'
  | 'tailSizeMb'
> = {
  dropMetadata: {
    key: 'Trim.DropMetadata',
    flags: ['drop-metadata'],
    kind: kinds.list,
    default: NONE,
    value: 'keys',
    help: 'metadata to take out: key or namespace.key, with * and ?, several separated by commas',
  },
  hashMetadata: {
    key: 'Trim.HashMetadata',
    flags: ['hash-metadata'],
    kind: kinds.list,
    default: NONE,
    value: 'keys',
    help: 'metadata whose values are replaced by a hash',
  },
  dropQuery: {
    key: 'Trim.DropQuery',
    flags: ['drop-query'],
    kind: kinds.list,
    default: NONE,
    value: 'names',
    help: 'parameters to take out of query strings; * for all',
  },
  hashQuery: {
    key: 'Trim.HashQuery',
    flags: ['hash-query'],
    kind: kinds.list,
    default: NONE,
    value: 'names',
    help: 'parameters of query strings whose values are replaced by a hash',
  },
  hashKey: {
    key: 'Trim.HashKey',
    flags: ['hash-key'],
    kind: kinds.text,
    default: '',
    help: 'secret of the hashes, the same for daemons whose hashes must agree; one of its own for each start where there is none',
  },
  tailSample: {
    key: 'Tail.Sample',
    flags: ['tail-sample'],
    kind: kinds.whole(0, 100),
    default: 100,
    value: 'percent',
    help: 'how many of the traces that --tail-keep does not name are passed on; below 100 every trace waits to be judged',
  },
  tailKeep: {
    key: 'Tail.Keep',
    flags: ['tail-keep'],
    kind: kinds.text,
    default: 'fault OR responsetime >= 1',
    value: 'filter',
    help: 'traces that are passed on whatever the percentage: a filter expression',
  },
  tailWaitMs: {
    key: 'Tail.Wait',
    flags: ['tail-wait'],
    kind: kinds.duration,
    default: 10_000,
    value: 'time',
    help: 'how long a trace waits for its documents before it is judged',
  },
  tailSizeMb: {
    key: 'Tail.SizeMB',
    flags: ['tail-size'],
    kind: kinds.whole(1, 65_536),
    default: 64,
    value: 'MB',
    help: 'memory for traces that wait to be judged; beyond it the oldest are judged early',
  },
};
