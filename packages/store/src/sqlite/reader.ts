import type { ExceptionOccurrence, ServiceGraph } from '@radiograph/trace';
import type { Series, SeriesQuery } from '../series.js';
import type { Setting } from '../settings.js';
import type {
  CompiledTrace,
  GraphQuery,
  SearchQuery,
  StoredTrace,
  StoreLimits,
  StoreStatus,
  TraceComparison,
} from '../trace-store.js';
import { compiledTraces } from './compiled-traces.js';
import { openForReading } from './database-file.js';
import { comparison, documentLines, exceptionsOf } from './derived-reads.js';
import type { Database } from './driver.js';
import { Graphs } from './graph.js';
import type { Job } from './job.js';
import { Lookup } from './lookup.js';
import { Search } from './search.js';
import { SeriesReader } from './series.js';
import { SettingsReader } from './settings.js';
import { StoreFigures } from './store-figures.js';
import { TraceFinder } from './trace-finder.js';
import type { WrittenPage } from './written-page.js';

/** Answers questions over a connection that cannot write. Lives in a thread of its own. */
export class Reader {
  readonly #database: Database;
  readonly #search: Search;
  readonly #lookup: Lookup;
  readonly #graphs: Graphs;
  readonly #figures: StoreFigures;
  readonly #series: SeriesReader;
  readonly #settings: SettingsReader;

  /** @throws StoreError `store/unreadable` */
  constructor(folder: string, limits: StoreLimits = {}) {
    this.#database = openForReading(folder);
    const finder = new TraceFinder(this.#database);
    this.#search = new Search(this.#database, finder);
    this.#lookup = new Lookup(this.#database);
    this.#graphs = new Graphs(this.#database, this.#lookup, finder);
    this.#figures = new StoreFigures(this.#database, folder, limits);
    this.#series = new SeriesReader(this.#database, finder);
    this.#settings = new SettingsReader(this.#database);
  }

  search(query: SearchQuery, job: Job): Promise<WrittenPage> {
    return this.#search.page(query, job);
  }

  traces(ids: readonly string[], job: Job): Promise<readonly StoredTrace[]> {
    return this.#lookup.traces(ids, job);
  }

  compiledTraces(ids: readonly string[], job: Job): Promise<readonly CompiledTrace[]> {
    return compiledTraces(ids, this.#lookup, job);
  }

  documentLines(ids: readonly string[], job: Job): Promise<readonly Uint8Array[]> {
    return documentLines(ids, this.#lookup, job);
  }

  exceptions(ids: readonly string[], job: Job): Promise<readonly ExceptionOccurrence[]> {
    return exceptionsOf(ids, this.#lookup, job);
  }

  comparison(ids: readonly [left: string, right: string], job: Job): Promise<TraceComparison> {
    return comparison(ids, this.#lookup, job);
  }

  serviceGraph(query: GraphQuery, job: Job): Promise<ServiceGraph> {
    return this.#graphs.graph(query, job);
  }

  series(query: SeriesQuery, job: Job): Promise<Series> {
    return this.#series.series(query, job);
  }

  settings(kind: string): readonly Setting[] {
    return this.#settings.all(kind);
  }

  status(): StoreStatus {
    return this.#figures.status();
  }

  close(): void {
    this.#database.close();
  }
}
