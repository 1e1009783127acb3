import type { Verdict } from '@radiograph/protocol';
import type { ComparisonRow, ExceptionOccurrence, ServiceGraph, Trace, TraceRecord } from '@radiograph/trace';
import type { Series, SeriesQuery } from './series.js';
import type { SettingsStore } from './settings.js';

/**
 * Keeps documents and answers questions about traces. Asynchronous; every argument and result can be structured-cloned,
 * and no query language of an engine shows, so that an engine may live in a thread or on another machine.
 */
export interface TraceStore extends SettingsStore {
  /**
   * Stores a batch of raw documents. The verdicts come in the batch's order; one array element may refuse a whole document only.
   * With `durability: 'fsync'` the promise settles after the documents are on disk; `'lazy'` commits without waiting for it.
   * The documents are the store's until then: do not change them. After a rejection they may be appended again.
   */
  append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]>;
  /** One page of the traces that match, newest first. An empty page may carry a token. */
  search(query: SearchQuery, signal?: AbortSignal): Promise<SearchPage>;
  /** The assembled traces of these ids that are known, in the order asked for. */
  traces(ids: readonly string[], signal?: AbortSignal): Promise<readonly StoredTrace[]>;
  /**
   * The same traces as JSON text, compiled where the store works, so that a caller who only passes them on never touches what is
   * in them. In the order asked for; bytes are the caller's own.
   */
  compiledTraces(ids: readonly string[], signal?: AbortSignal): Promise<readonly CompiledTrace[]>;
  /**
   * The documents of these traces, each trace as bytes of one compiled document a line, in the order asked for; traces that are not known
   * are left out. What was inferred is not in there. Bytes are the caller's own.
   */
  documentLines(ids: readonly string[], signal?: AbortSignal): Promise<readonly Uint8Array[]>;
  /** What was thrown in these traces; messages are cut at 2,000 characters. */
  exceptions(ids: readonly string[], signal?: AbortSignal): Promise<readonly ExceptionOccurrence[]>;
  /** Two traces place by place. */
  comparison(ids: readonly [left: string, right: string], signal?: AbortSignal): Promise<TraceComparison>;
  /** The graph of a window. */
  serviceGraph(query: GraphQuery, signal?: AbortSignal): Promise<ServiceGraph>;
  /** Counts over time. */
  series(query: SeriesQuery, signal?: AbortSignal): Promise<Series>;
  /** Waits until everything appended so far can be searched. */
  settled(): Promise<void>;
  /** Deletes traces that started before this time (epoch seconds); gives how many. */
  deleteBefore(epochS: number): Promise<number>;
  status(): Promise<StoreStatus>;
  /** Tells when traces have changed: at most ten times a second, with the ids of that interval (cut at 1,000). Gives a function that ends it. */
  subscribe(listener: (change: StoreChange) => void): () => void;
  /** Writes what is pending and releases files and threads. */
  close(): Promise<void>;
}

/** How a batch is stored. */
export interface AppendOptions {
  readonly durability: 'fsync' | 'lazy';
  /** The largest document taken, in bytes. */
  readonly maxDocumentBytes: number;
  /** Hold X-Ray's own limits. */
  readonly strict?: boolean;
}

/** Which time of a trace a search goes by. */
export type TimeRangeType = 'TraceId' | 'Event' | 'Service';

/** A search over `[start, end)` in epoch seconds. */
export interface SearchQuery {
  readonly start: number;
  readonly end: number;
  readonly timeRangeType?: TimeRangeType;
  /** A filter expression; empty or absent means all. An invalid one rejects with `store/invalid-filter`. */
  readonly filter?: string;
  /** What `group.name` and `group.arn` in the filter stand for: expressions by name and by ARN. */
  readonly groups?: ReadonlyMap<string, string>;
  /** The share of traces kept, 0 to 1, chosen by hash of the trace id. */
  readonly sampleRate?: number;
  /** From an earlier page of the same query; another one rejects with `store/invalid-token`. */
  readonly token?: string;
  readonly pageSize?: number;
}

/** A page of a search. `scanned` counts traces looked at, those that did not match included. */
export interface SearchPage {
  readonly records: readonly TraceRecord[];
  readonly scanned: number;
  readonly token?: string;
  /** The start of the time this page covers, epoch seconds. */
  readonly approximateTime: number;
}

/** A trace with its state in the store. */
export interface StoredTrace {
  readonly trace: Trace;
  /** Documents beyond the store's limit for one trace were left out. */
  readonly limitExceeded: boolean;
}

/** A trace as the X-Ray API gives it. */
export interface CompiledTrace {
  readonly id: string;
  /** Epoch seconds. */
  readonly start: number;
  /** Epoch seconds. */
  readonly end: number;
  /** Documents beyond the store's limit for one trace were left out. */
  readonly limitExceeded: boolean;
  /**
   * A list in UTF-8 JSON: `[{"Id","Document"}, …]`, by start time; `Document` is a string of JSON, the compiled document of a segment,
   * or of a subsegment whose parent is missing.
   */
  readonly segments: Uint8Array;
}

/** Two traces beside each other. */
export interface TraceComparison {
  /** Absent where the trace is not known. */
  readonly left?: TraceRecord;
  readonly right?: TraceRecord;
  /** Rows as in a waterfall, each followed by what is below it; none where a trace is not known. */
  readonly rows: readonly ComparisonRow[];
}

/** A graph's window, or the traces it is made of. */
export interface GraphQuery {
  readonly start?: number;
  readonly end?: number;
  readonly filter?: string;
  /** What `group.name` and `group.arn` in the filter stand for: expressions by name and by ARN. */
  readonly groups?: ReadonlyMap<string, string>;
  /** Only these traces, whatever the window. */
  readonly traceIds?: readonly string[];
}

/** How much a store keeps; what is absent is without limit. */
export interface StoreLimits {
  /** How long traces are kept, in seconds. */
  readonly retentionS?: number;
  /** The most bytes on disk. */
  readonly maxDiskBytes?: number;
}

/** The store in figures. */
export interface StoreStatus {
  readonly traces: number;
  readonly documents: number;
  /** Documents committed and not yet searchable. */
  readonly pending: number;
  readonly diskBytes: number;
  /** Documents that were accepted and left out since the store was made, by reason: all that went beyond their trace's limit. */
  readonly leftOut: Readonly<Record<LeftOutReason, number>>;
  readonly limits: StoreLimits;
  /** What was found damaged while the store was open: nothing is written any more, and reads go on. */
  readonly damage?: string;
  /** The time by which the oldest trace is listed, epoch seconds; absent without traces. */
  readonly oldestTrace?: number;
  readonly schemaVersion: number;
  readonly engine: string;
}

/** Why a document that was accepted is not in its trace. */
export type LeftOutReason = 'trace-too-large';

/** What changed since the last notice. */
export interface StoreChange {
  readonly traceIds: readonly string[];
}
