import type { Filter } from '@radiograph/filter';
import type { TraceRecord } from '@radiograph/trace';
import type { SearchPage, SearchQuery } from '../trace-store.js';
import { filterOf } from './compiled-filters.js';
import { bytesOf, type Database, numberOf, type Statement } from './driver.js';
import type { Job } from './job.js';
import { LONG_TRACE_S } from './overlap.js';
import { Packs, type ReadTrace, TEXT_COLUMNS, WITH_FRESH } from './packs.js';
import { readRecord } from './record-text.js';
import { isInSample } from './sampling-hash.js';
import { readToken, type ScanPosition, writeToken } from './search-token.js';

/** The work put into one page before it is given out with what was found. */
const PAGE_BUDGET_MS = 100;

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1_000;

/** Rows read at a time. */
const CHUNK_ROWS = 64;

/** One walk through an index, newest first, down to `from`; `time` is the index's column. */
interface Phase {
  readonly statement: Statement;
  readonly time: 'at' | 'start';
  readonly from: number;
  readonly to: number;
  /** Parameters after the position. */
  readonly more: readonly number[];
}

/** Finds the records of a time range that match, page by page. */
export class Search {
  readonly #packs: Packs;
  readonly #byTime: Statement;
  readonly #byStart: Statement;
  readonly #long: Statement;

  constructor(database: Database) {
    const columns = `trace.rid AS rid, id, at, start, ${TEXT_COLUMNS}`;
    this.#packs = new Packs(database);
    const tail = `LIMIT ${CHUNK_ROWS}`;
    this.#byTime = database.prepare(
      `SELECT ${columns} FROM trace INDEXED BY trace_by_time ${WITH_FRESH}
       WHERE at >= ? AND (at, trace.rid) < (?, ?) ORDER BY at DESC, trace.rid DESC ${tail}`,
    );
    this.#byStart = database.prepare(
      `SELECT ${columns} FROM trace INDEXED BY trace_by_start ${WITH_FRESH}
       WHERE start >= ? AND (start, trace.rid) < (?, ?) AND end >= ? ORDER BY start DESC, trace.rid DESC ${tail}`,
    );
    this.#long = database.prepare(
      `SELECT ${columns} FROM trace INDEXED BY long_trace_by_start ${WITH_FRESH}
       WHERE end - start > ${LONG_TRACE_S} AND start >= ? AND (start, trace.rid) < (?, ?) AND end >= ?
       ORDER BY start DESC, trace.rid DESC ${tail}`,
    );
  }

  async page(query: SearchQuery, job: Job): Promise<SearchPage> {
    const phases = this.#phases(query);
    const scan = new PageScan(query);
    let position = query.token === undefined ? startOf(phases, 0) : readToken(query, query.token);
    for (let phase = phases[position.phase]; phase !== undefined; phase = phases[position.phase]) {
      const beganMs = performance.now();
      const { from, more } = phase;
      const traces = this.#packs.all(phase.statement, from, position.time, position.rid, ...more);
      for (const trace of traces) {
        const { row } = trace;
        position = { phase: position.phase, time: numberOf(row[phase.time]), rid: numberOf(row['rid']) };
        scan.look(trace);
        if (scan.full) return scan.result(writeToken(query, position), position.time);
      }
      scan.workedMs += performance.now() - beganMs;
      if (traces.length < CHUNK_ROWS) position = startOf(phases, position.phase + 1);
      else if (scan.workedMs > PAGE_BUDGET_MS) return scan.result(writeToken(query, position), position.time);
      await job.step();
    }
    return scan.result(undefined, query.start);
  }

  /** By trace time one walk suffices; what was active in the range may also have begun before it, long ago only if long. */
  #phases({ start, end, timeRangeType = 'TraceId' }: SearchQuery): Phase[] {
    if (timeRangeType === 'TraceId') {
      return [{ statement: this.#byTime, time: 'at', from: start, to: end, more: [] }];
    }
    const recent = start - LONG_TRACE_S;
    const oldest = Number.MIN_SAFE_INTEGER;
    return [
      { statement: this.#byStart, time: 'start', from: recent, to: end, more: [start] },
      { statement: this.#long, time: 'start', from: oldest, to: Math.min(recent, end), more: [start] },
    ];
  }
}

/** Before the newest row of a phase: no row has number -1, so rows at `to` itself are out. */
function startOf(phases: readonly Phase[], phase: number): ScanPosition {
  return { phase, time: phases[phase]?.to ?? 0, rid: -1 };
}

/** What one page has seen and found. */
class PageScan {
  readonly #query: SearchQuery;
  readonly #filter: Filter | undefined;
  readonly #pageSize: number;
  readonly #records: TraceRecord[] = [];
  #scanned = 0;
  /** Time spent on this page, other reads' turns not counted. */
  workedMs = 0;

  constructor(query: SearchQuery) {
    this.#query = query;
    this.#filter = filterOf(query.filter, query.groups);
    this.#pageSize = Math.min(MAX_PAGE_SIZE, Math.max(1, Math.floor(query.pageSize ?? DEFAULT_PAGE_SIZE)));
  }

  get full(): boolean {
    return this.#records.length >= this.#pageSize;
  }

  look({ row, record: text }: ReadTrace): void {
    this.#scanned++;
    const { sampleRate = 1 } = this.#query;
    if (sampleRate < 1 && !isInSample(bytesOf(row['id']), sampleRate)) return;
    const record = readRecord(text);
    if (this.#isInRange(record) && (this.#filter?.matches(record) ?? true)) this.#records.push(record);
  }

  result(token: string | undefined, approximateTime: number): SearchPage {
    return {
      records: this.#records,
      scanned: this.#scanned,
      approximateTime,
      ...(token !== undefined && { token }),
    };
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
