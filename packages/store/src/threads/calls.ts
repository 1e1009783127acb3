import type { ExceptionOccurrence } from '@radiograph/trace';
import type { Series, SeriesQuery } from '../series.js';
import type { Setting, SettingChange, SettingRemoval } from '../settings.js';
import type { PackedBatch } from '../sqlite/packed-batch.js';
import type { SentVerdicts } from '../sqlite/sent-verdicts.js';
import type { WrittenGraph } from '../sqlite/written-graph.js';
import type { WrittenPage } from '../sqlite/written-page.js';
import type {
  AppendOptions,
  CompiledTrace,
  GraphQuery,
  SearchQuery,
  StoredTrace,
  StoreStatus,
  TraceComparison,
} from '../trace-store.js';

/** What a thread can be asked: one method per question, each with one argument. */
export type Calls = Readonly<Record<string, (argument: never) => unknown>>;

/** The argument of a method. */
export type Argument<C extends Calls, M extends keyof C> = Parameters<C[M]>[0];

/** The result of a method. */
export type Result<C extends Calls, M extends keyof C> = ReturnType<C[M]>;

/** What the writing thread can be asked. */
export type WriteCalls = {
  append(argument: { readonly batch: PackedBatch; readonly options: AppendOptions }): SentVerdicts;
  settle(argument: null): void;
  deleteBefore(epochS: number): number;
  putSetting(change: SettingChange): Setting;
  deleteSetting(removal: SettingRemoval): boolean;
  /** Whether the file is yet to be checked, beside the work. */
  unchecked(argument: null): boolean;
  /** Ends all writing: the file was found damaged by these problems. */
  refuse(problems: readonly string[]): void;
  close(argument: null): void;
};

/** What the reading thread can be asked. */
export type ReadCalls = {
  search(query: SearchQuery): WrittenPage;
  traces(ids: readonly string[]): readonly StoredTrace[];
  compiledTraces(ids: readonly string[]): readonly CompiledTrace[];
  documentLines(ids: readonly string[]): readonly Uint8Array[];
  exceptions(ids: readonly string[]): readonly ExceptionOccurrence[];
  comparison(ids: readonly [left: string, right: string]): TraceComparison;
  serviceGraph(query: GraphQuery): WrittenGraph;
  series(query: SeriesQuery): Series;
  settings(kind: string): readonly Setting[];
  status(argument: null): StoreStatus;
  close(argument: null): void;
};

/** What the writing thread is started with. */
export interface WriteThreadOptions {
  readonly folder: string;
  readonly retentionS?: number;
  readonly maxDiskBytes?: number;
  readonly maxTraceBytes: number;
  readonly indexedAnnotations?: number;
  readonly packAfterS: number;
  /** The largest file that is read through before it is used, after a run that did not close it. */
  readonly checkBytes: number;
  /** Keys of annotations that are indexed however many others there are. */
  readonly indexedKeys: readonly string[];
}

/** What the reading thread is started with. */
export interface ReadThreadOptions {
  readonly folder: string;
  /** What the writing thread holds, for the status. */
  readonly retentionS?: number;
  readonly maxDiskBytes?: number;
}
