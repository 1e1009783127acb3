import type { Verdict } from '@radiograph/protocol';
import type { ExceptionOccurrence, ServiceGraph } from '@radiograph/trace';
import type { BackgroundCheck } from '../processes/background-check.js';
import type { Series, SeriesQuery } from '../series.js';
import type { Setting, SettingChange, SettingRemoval } from '../settings.js';
import { packBatch } from '../sqlite/packed-batch.js';
import { receiveVerdicts } from '../sqlite/sent-verdicts.js';
import { readGraph } from '../sqlite/written-graph.js';
import { readPage } from '../sqlite/written-page.js';
import { StoreError } from '../store-error.js';
import type {
  AppendOptions,
  CompiledTrace,
  GraphQuery,
  SearchPage,
  SearchQuery,
  StoreChange,
  StoredTrace,
  StoreStatus,
  TraceComparison,
  TraceStore,
} from '../trace-store.js';
import type { ReadCalls, WriteCalls } from './calls.js';
import type { ChangeNotices } from './change-notices.js';
import { Credit } from './credit.js';
import { SearchAhead } from './search-ahead.js';
import type { ThreadChannel } from './thread-channel.js';

/** Bytes handed to the writing thread and not yet committed; further appends wait. */
const BYTES_UNDER_WAY = 32 * 1024 * 1024;

/** The two threads behind a store. */
interface StoreThreads {
  readonly writer: ThreadChannel<WriteCalls>;
  readonly reader: ThreadChannel<ReadCalls>;
  readonly notices: ChangeNotices;
  /** What was found damaged; then nothing is written any more. */
  readonly damage: () => string | undefined;
  /** Of a file that was not closed in order and is large. */
  readonly check?: BackgroundCheck;
}

/** A store whose work is done by a writing and a reading thread: the caller's thread only packs and hands over. */
export class ThreadedStore implements TraceStore {
  readonly #threads: StoreThreads;
  readonly #ahead: SearchAhead;
  readonly #credit = new Credit(BYTES_UNDER_WAY);
  readonly #appends = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(threads: StoreThreads) {
    this.#threads = threads;
    this.#ahead = new SearchAhead((query, signal) => threads.reader.call('search', query, { signal }));
  }

  async append(batch: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    this.#checkOpen();
    const stored = this.#handOver(batch, options);
    this.#appends.add(stored);
    try {
      return await stored;
    } finally {
      this.#appends.delete(stored);
    }
  }

  async search(query: SearchQuery, signal?: AbortSignal): Promise<SearchPage> {
    this.#checkOpen();
    return readPage(await this.#ahead.page(query, signal));
  }

  async traces(ids: readonly string[], signal?: AbortSignal): Promise<readonly StoredTrace[]> {
    return this.#reader().call('traces', ids, { signal });
  }

  async compiledTraces(ids: readonly string[], signal?: AbortSignal): Promise<readonly CompiledTrace[]> {
    return this.#reader().call('compiledTraces', ids, { signal });
  }

  async documentLines(ids: readonly string[], signal?: AbortSignal): Promise<readonly Uint8Array[]> {
    return this.#reader().call('documentLines', ids, { signal });
  }

  async exceptions(ids: readonly string[], signal?: AbortSignal): Promise<readonly ExceptionOccurrence[]> {
    return this.#reader().call('exceptions', ids, { signal });
  }

  async comparison(
    ids: readonly [left: string, right: string],
    signal?: AbortSignal,
  ): Promise<TraceComparison> {
    return this.#reader().call('comparison', ids, { signal });
  }

  async serviceGraph(query: GraphQuery, signal?: AbortSignal): Promise<ServiceGraph> {
    return readGraph(await this.#reader().call('serviceGraph', query, { signal }));
  }

  async settled(): Promise<void> {
    this.#checkOpen();
    await Promise.allSettled(this.#appends);
    await this.#threads.writer.call('settle', null);
    this.#ahead.forget();
  }

  async deleteBefore(epochS: number): Promise<number> {
    this.#checkOpen();
    const deleted = await this.#threads.writer.call('deleteBefore', epochS);
    this.#ahead.forget();
    return deleted;
  }

  async series(query: SeriesQuery, signal?: AbortSignal): Promise<Series> {
    return this.#reader().call('series', query, { signal });
  }

  async settings(kind: string): Promise<readonly Setting[]> {
    return this.#reader().call('settings', kind);
  }

  async putSetting(change: SettingChange): Promise<Setting> {
    this.#checkOpen();
    return this.#threads.writer.call('putSetting', change);
  }

  async deleteSetting(removal: SettingRemoval): Promise<boolean> {
    this.#checkOpen();
    return this.#threads.writer.call('deleteSetting', removal);
  }

  async status(): Promise<StoreStatus> {
    const status = await this.#reader().call('status', null);
    const damage = this.#threads.damage();
    return { ...status, ...(damage !== undefined && { damage }) };
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#checkOpen();
    return this.#threads.notices.subscribe(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Reads end before the writer folds its log into the file, which waits for readers. */
  async #close(): Promise<void> {
    this.#ahead.forget();
    await Promise.allSettled(this.#appends);
    await this.#threads.check?.stop();
    try {
      await this.#threads.reader.close();
    } finally {
      await this.#threads.writer.close();
      this.#threads.notices.close();
    }
  }

  async #handOver(documents: readonly Uint8Array[], options: AppendOptions): Promise<readonly Verdict[]> {
    let bytes = 0;
    for (const { byteLength } of documents) bytes += byteLength;
    await this.#credit.take(bytes);
    try {
      // Not before there is credit: what waits is not held twice.
      const batch = packBatch(documents);
      const transfer = [batch.bytes, batch.ends.buffer];
      return receiveVerdicts(await this.#threads.writer.call('append', { batch, options }, { transfer }));
    } finally {
      this.#credit.give(bytes);
    }
  }

  #reader(): ThreadChannel<ReadCalls> {
    this.#checkOpen();
    return this.#threads.reader;
  }

  #checkOpen(): void {
    if (this.#closing !== undefined) {
      throw new StoreError('store/closed', 'the store was closed; open it again with openStore()');
    }
  }
}
