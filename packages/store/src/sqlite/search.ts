import type { Filter } from '@radiograph/filter';
import type { TraceRecord } from '@radiograph/trace';
import { conditionOf } from '../filter/condition-of.js';
import type { SearchQuery } from '../trace-store.js';
import { filterOf } from './compiled-filters.js';
import { type Database, snapshot } from './driver.js';
import { activeIn, listedIn, type Stretch } from './find-range.js';
import type { Job } from './job.js';
import { RecordReader } from './record-reader.js';
import { isInSample } from './sampling-hash.js';
import { readToken, writeToken } from './search-token.js';
import { recordOf, type StoredRecord } from './stored-record.js';
import type { FoundChunk, FoundTrace, Position, TraceFinder, TraceWalk } from './trace-finder.js';
import { traceKey } from './trace-key.js';
import { RecordsWriter, type WrittenPage } from './written-page.js';

/** The work put into one page before it is given out with what was found. */
const PAGE_BUDGET_MS = 100;

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1_000;

/** Records read at a time. */
const CHUNK_RECORDS = 128;

/** Finds the records of a time range that match, page by page. */
export class Search {
  readonly #database: Database;
  readonly #finder: TraceFinder;
  readonly #records: RecordReader;

  constructor(database: Database, finder: TraceFinder) {
    this.#database = database;
    this.#finder = finder;
    this.#records = new RecordReader(database);
  }

  async page(query: SearchQuery, job: Job): Promise<WrittenPage> {
    const filter = filterOf(query.filter, query.groups);
    const walk = this.#finder.walk(conditionOf(filter?.expression), stretchesOf(query));
    const page = new Page(query, filter);
    let position = query.token === undefined ? walk.startOf(0) : readToken(query, query.token);
    while (position !== undefined) {
      const beganMs = performance.now();
      position = snapshot(this.#database, () => this.#readChunk(walk, page, position as Position));
      page.workedMs += performance.now() - beganMs;
      if (position !== undefined && (page.full || page.workedMs > PAGE_BUDGET_MS)) {
        return page.result(writeToken(query, position), position.time, job);
      }
      await job.step();
    }
    return page.result(undefined, query.start, job);
  }

  /** Puts what a chunk holds on the page, and gives where to go on. */
  #readChunk(walk: TraceWalk, page: Page, position: Position): Position | undefined {
    const chunk: FoundChunk = walk.chunk(position, page.wants);
    page.scanned += chunk.scanned;
    const records = this.#records.read(chunk.found.map(({ rid }) => rid));
    for (const trace of chunk.found) {
      const record = records.get(trace.rid);
      if (record !== undefined) page.look(trace, record);
    }
    return chunk.next;
  }
}

/** By trace time, or by what ran in the range; of the latter, segments that ended in it are told by the record. */
function stretchesOf({ start, end, timeRangeType = 'TraceId' }: SearchQuery): readonly Stretch[] {
  return timeRangeType === 'TraceId' ? listedIn(start, end) : activeIn(start, end);
}

/** What one page has seen and found. */
class Page {
  readonly #query: SearchQuery;
  readonly #filter: Filter | undefined;
  readonly #pageSize: number;
  readonly #records = new RecordsWriter();
  scanned = 0;
  /** Time spent on this page, other reads' turns not counted. */
  workedMs = 0;

  constructor(query: SearchQuery, filter: Filter | undefined) {
    this.#query = query;
    this.#filter = filter;
    this.#pageSize = Math.min(MAX_PAGE_SIZE, Math.max(1, Math.floor(query.pageSize ?? DEFAULT_PAGE_SIZE)));
  }

  get full(): boolean {
    return this.#records.length >= this.#pageSize;
  }

  /** How many traces there is room for, as far as they are read in one go. */
  get wants(): number {
    return Math.min(CHUNK_RECORDS, this.#pageSize - this.#records.length);
  }

  look({ uncertain }: FoundTrace, stored: StoredRecord): void {
    const { sampleRate = 1 } = this.#query;
    if (sampleRate < 1 && !isInSample(traceKey(recordOf(stored).id), sampleRate)) return;
    if ((uncertain || this.#query.timeRangeType === 'Service') && !this.#passes(recordOf(stored), uncertain))
      return;
    this.#records.add(stored);
  }

  result(token: string | undefined, approximateTime: number, job: Job): WrittenPage {
    const records = this.#records.records();
    job.moved.push(records.bytes.buffer, records.places.buffer);
    return {
      records,
      scanned: this.scanned,
      approximateTime,
      ...(token !== undefined && { token }),
    };
  }

  #passes(record: TraceRecord, uncertain: boolean): boolean {
    return this.#isInRange(record) && (!uncertain || (this.#filter?.matches(record) ?? true));
  }

  /** The walks are exact for the times of traces; for those of segments they give candidates. */
  #isInRange(record: TraceRecord): boolean {
    if (this.#query.timeRangeType !== 'Service') return true;
    const { start, end } = this.#query;
    return record.segments.some((segment) => {
      const ended = segment.responseTime === undefined ? undefined : segment.start + segment.responseTime;
      return ended !== undefined && ended >= start && ended < end;
    });
  }
}
