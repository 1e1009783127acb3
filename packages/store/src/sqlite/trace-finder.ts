import type { Condition } from '../filter/condition.js';
import { type Database, numberOf, type Row, type Statement } from './driver.js';
import { type Driver, driversOf, everyTrace } from './drivers.js';
import { type FilterSql, filterSql } from './filter-sql.js';
import type { Stretch } from './find-range.js';
import { LeftChunks, type Mark } from './left-chunks.js';
import { rawSql, type Sql, sql } from './sql.js';
import { Vocabulary } from './vocabulary.js';

/** What one chunk of a walk is to take, so that other reads have their turn. */
const CHUNK_MS = 10;
/** Fewer would cost more in statements than in rows, and a busy machine makes any chunk look long. */
const LEAST_CHUNK_ROWS = 1_024;
const MOST_CHUNK_ROWS = 16_384;

/** An index with fewer rows in the range is taken without further thought; more are not counted. */
const FEW_ROWS = 2_000;

/** Where a walk has come to: after this row of this stretch. */
export interface Position {
  readonly stretch: number;
  readonly time: number;
  readonly rid: number;
}

/** A trace that passes. */
export interface FoundTrace {
  readonly rid: number;
  readonly position: Position;
  /** The filter's predicate has the last word. */
  readonly uncertain: boolean;
}

/** What a part of a walk has found. */
export interface FoundChunk {
  readonly found: readonly FoundTrace[];
  /** Rows walked over, up to {@link next}. */
  readonly scanned: number;
  /** Where to go on; undefined at the end. */
  readonly next: Position | undefined;
}

/** Finds the traces that pass a filter by SQL, newest first. */
export class TraceFinder {
  readonly database: Database;
  readonly vocabulary: Vocabulary;
  readonly leftChunks: LeftChunks = new LeftChunks();
  readonly #unread: Statement;
  readonly #unnoted: Statement;
  /** How many rows make a chunk, as the last walk had it. */
  chunkRows: number = LEAST_CHUNK_ROWS;

  constructor(database: Database) {
    this.database = database;
    this.vocabulary = new Vocabulary(database);
    this.#unread = database.prepare(
      'SELECT 1 FROM entry INDEXED BY unread_entry WHERE flags IS NULL LIMIT 1',
    );
    this.#unnoted = database.prepare('SELECT at FROM unnoted ORDER BY at LIMIT 1');
  }

  /** A walk over some stretches; `condition` is the filter's. */
  walk(condition: Condition, stretches: readonly Stretch[]): TraceWalk {
    return new TraceWalk(this, condition, stretches);
  }

  /** Some traces have no rows but their entry: only that may drive a search. */
  get hasUnread(): boolean {
    return this.#unread.get() !== undefined;
  }

  /** Since when values are not indexed. */
  get unnotedSince(): number {
    const row = this.#unnoted.get();
    return row === undefined ? Number.POSITIVE_INFINITY : numberOf(row['at']);
  }
}

/** One search under way. Its methods are to be called in the snapshot in which the traces found are read. */
export class TraceWalk {
  readonly #finder: TraceFinder;
  readonly #condition: Condition;
  readonly #stretches: readonly Stretch[];
  #filter: FilterSql | undefined;
  /** The index chosen for a stretch. */
  #chosen: { readonly stretch: number; readonly driver: Driver } | undefined;
  #statements: StretchStatements | undefined;

  constructor(finder: TraceFinder, condition: Condition, stretches: readonly Stretch[]) {
    this.#finder = finder;
    this.#condition = condition;
    this.#stretches = stretches;
  }

  /** Before the newest row of a stretch; undefined after the last one. No row has number -1, so that rows at `to` itself are out. */
  startOf(stretch: number): Position | undefined {
    const to = this.#stretches[stretch]?.to;
    return to === undefined ? undefined : { stretch, time: to, rid: -1 };
  }

  /** Walks on from a position, until so many traces are found or the time of a chunk is over. */
  chunk(position: Position, most: number): FoundChunk {
    const stretch = this.#stretches[position.stretch];
    if (stretch === undefined) return { found: [], scanned: 0, next: undefined };
    const { filter, statements } = this.#prepared(position, stretch);
    if (filter.sql.text === '0') return { found: [], scanned: 0, next: this.startOf(position.stretch + 1) };
    const { chunkRows } = this.#finder;
    const beganMs = performance.now();
    const left = this.#finder.leftChunks.take(statements.placeOf(position));
    const boundary = left === undefined ? statements.boundary(position, chunkRows) : left.boundary;
    const { found, full } = statements.found(position, boundary ?? statements.end, most);
    this.#adapt(performance.now() - beganMs);
    const last = found.at(-1);
    if (last !== undefined && full) {
      this.#finder.leftChunks.put(statements.placeOf(last.position), boundary);
      return { found, scanned: statements.count(position, last.position), next: last.position };
    }
    const next = { stretch: position.stretch, ...(boundary ?? statements.end) };
    const scanned = statements.count(position, next);
    const isOver = boundary === undefined && statements.from <= stretch.from;
    return { found, scanned, next: isOver ? this.startOf(position.stretch + 1) : next };
  }

  /** Statements are made anew when something has been numbered since: what was not known then would count as absent. */
  #prepared(position: Position, stretch: Stretch): { filter: FilterSql; statements: StretchStatements } {
    const { vocabulary, database } = this.#finder;
    if (vocabulary.refresh() || this.#filter === undefined) {
      this.#filter = filterSql(this.#condition, vocabulary);
      this.#chosen = undefined;
      this.#statements = undefined;
    }
    if (this.#chosen?.stretch !== position.stretch) {
      this.#chosen = { stretch: position.stretch, driver: this.#driver(stretch) };
      this.#statements = undefined;
    }
    const { driver, from } = this.#part(position, stretch, this.#chosen.driver);
    if (this.#statements?.driver !== driver || this.#statements.from !== from) {
      this.#statements = new StretchStatements(database, { ...stretch, from }, driver, this.#filter);
    }
    return { filter: this.#filter, statements: this.#statements };
  }

  /** Where an index lags, the newest traces come first, each of them. */
  #part({ time, rid }: Position, { from }: Stretch, driver: Driver): { driver: Driver; from: number } {
    const since = driver.lags === true ? this.#finder.unnotedSince : Number.POSITIVE_INFINITY;
    const newest = since < time || (since === time && rid >= 0);
    return newest ? { driver: everyTrace, from: Math.max(from, since) } : { driver, from };
  }

  /** The narrowest index, as far as counting a few rows tells; values before failures, which are of any node. */
  #driver(stretch: Stretch): Driver {
    if (stretch.driver !== undefined) return stretch.driver;
    const { vocabulary, database } = this.#finder;
    const drivers = driversOf(this.#condition, vocabulary);
    if (drivers.length === 0 || this.#finder.hasUnread) return everyTrace;
    let best: Driver | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    for (const driver of drivers) {
      const rows = rowsOf(database, driver, stretch);
      if (rows < fewest) [best, fewest] = [driver, rows];
    }
    return best ?? everyTrace;
  }

  #adapt(tookMs: number): void {
    const rows = this.#finder.chunkRows * (tookMs > CHUNK_MS ? 0.5 : tookMs < CHUNK_MS / 2 ? 2 : 1);
    this.#finder.chunkRows = Math.min(MOST_CHUNK_ROWS, Math.max(LEAST_CHUNK_ROWS, Math.floor(rows)));
  }
}

function rowsOf(database: Database, driver: Driver, { from, to }: Stretch): number {
  const query = sql`SELECT count(*) AS rows FROM (SELECT 1 FROM ${driver.from}
    WHERE ${driver.where} AND ${rawSql(driver.time)} >= ${from} AND ${rawSql(driver.time)} < ${to}
    LIMIT ${FEW_ROWS})`;
  return numberOf(database.prepare(query.text).get(...query.values)?.['rows']);
}

/** The questions asked of a stretch with its driver and filter. */
class StretchStatements {
  readonly #database: Database;
  readonly #stretch: Stretch;
  readonly driver: Driver;
  readonly #filter: FilterSql;
  /** By text: from chunk to chunk only the values differ. */
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database, stretch: Stretch, driver: Driver, filter: FilterSql) {
    this.#database = database;
    this.#stretch = stretch;
    this.driver = driver;
    this.#filter = filter;
  }

  /** By what a chunk that was left there is found again: the driver, how far it goes, and after which row. */
  placeOf({ time, rid }: Mark): string {
    const { from, where } = this.driver;
    return JSON.stringify([from.text, where.text, where.values, this.#stretch.from, time, rid]);
  }

  /** Where the stretch begins, its time inclusive. */
  get from(): number {
    return this.#stretch.from;
  }

  /** After the oldest row. */
  get end(): Mark {
    return { time: this.from, rid: -1 };
  }

  /** The row so many rows after another; undefined where there are fewer. */
  boundary(after: Mark, rows: number): Mark | undefined {
    const [row] = this.#all(
      sql`SELECT ${this.#time} AS time, ${this.#rid} AS rid ${this.#rowsAfter(after, this.#stretch.from)} ${this.#order}
        LIMIT 1 OFFSET ${rows - 1}`,
    );
    return row === undefined ? undefined : { time: numberOf(row['time']), rid: numberOf(row['rid']) };
  }

  /** What passes after one row and up to another, itself too. A trace that has several rows comes once. */
  found(after: Position, upTo: Mark, most: number): { found: FoundTrace[]; full: boolean } {
    const rows = this.#all(
      sql`SELECT ${this.#time} AS time, ${this.#rid} AS rid, e.flags IS NULL AS unread
        ${this.#rowsAfter(after, upTo.time, rawSql(this.driver.join))}
        AND ${this.#reaches(upTo)} AND ${this.driver.narrow ?? rawSql('1')} AND (e.flags IS NULL OR ${this.#filter.sql}) AND ${this.#stretch.extra}
        ${this.#order} LIMIT ${most}`,
    );
    const found: FoundTrace[] = [];
    for (const row of rows) {
      const rid = numberOf(row['rid']);
      if (found.at(-1)?.rid === rid) continue;
      const position = { stretch: after.stretch, time: numberOf(row['time']), rid };
      found.push({ rid, position, uncertain: row['unread'] === 1 || !this.#filter.exact });
    }
    return { found, full: rows.length >= most };
  }

  count(after: Mark, upTo: Mark): number {
    const [row] = this.#all(
      sql`SELECT count(*) AS rows ${this.#rowsAfter(after, upTo.time)} AND ${this.#reaches(upTo)}`,
    );
    return numberOf(row?.['rows']);
  }

  get #time(): Sql {
    return rawSql(this.driver.time);
  }

  get #rid(): Sql {
    return rawSql(this.driver.rid);
  }

  get #order(): Sql {
    return sql`ORDER BY ${this.#time} DESC, ${this.#rid} DESC`;
  }

  /** The bound is a time by itself, as SQLite seeks by one bound of pairs only and would walk on to the end of the stretch. */
  #rowsAfter({ time, rid }: Mark, from: number, join: Sql = rawSql('')): Sql {
    const driver = this.driver;
    return sql`FROM ${driver.from} ${join} WHERE ${driver.where}
      AND ${this.#time} >= ${from} AND (${this.#time}, ${this.#rid}) < (${time}, ${rid})`;
  }

  #reaches({ time, rid }: Mark): Sql {
    return sql`(${this.#time}, ${this.#rid}) >= (${time}, ${rid})`;
  }

  #all({ text, values }: Sql): readonly Row[] {
    const statement = this.#prepared.get(text) ?? this.#database.prepare(text);
    this.#prepared.set(text, statement);
    return statement.all(...values);
  }
}
